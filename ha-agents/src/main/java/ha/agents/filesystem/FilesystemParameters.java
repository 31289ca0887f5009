package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of a {@code filesystem}, read.
 *
 * @param device as written: a path, {@code UUID=}, {@code LABEL=} or {@code HOST:PATH}
 * @param probe how a monitor makes sure that the device answers
 * @param recoveryTime as given; see {@link #patience}
 */
record FilesystemParameters(
    String device,
    Path directory,
    String type,
    Optional<String> options,
    String probe,
    Duration probeTimeout,
    Optional<Duration> recoveryTime,
    boolean endUsers,
    boolean makeDirectory) {
  static final String DIRECTORY = "directory";
  private static final Pattern DEVICE =
      Pattern.compile(
          "/.*|(UUID|LABEL|PARTUUID|PARTLABEL)=.+|[^-/:\\s][^/:\\s]*:.+|\\[[^\\]]+\\]:.+|tmpfs");
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_.+-]*");

  /** Those whose file system may be mounted on several nodes, or several times, at once. */
  private static final Set<String> SHARED =
      Set.of("ocfs2", "gfs2", "nfs", "nfs4", "cifs", "glusterfs", "ceph", "tmpfs", "lustre");

  /** Those that hold everything back while a lost node is recovered. */
  private static final Set<String> WAITING = Set.of("ocfs2", "gfs2");

  private static final Duration USUAL_RECOVERY = Duration.ofMinutes(2);

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "filesystem",
          "1",
          "a mounted file system",
          "Mounts ext4, xfs, nfs, ocfs2, gfs2 or what else mount(8) can. A file system that one"
              + " machine may use at a time is refused while it is mounted elsewhere on the node."
              + " What keeps it busy when it is to be unmounted is ended, but never the init"
              + " process, the cluster itself or the processes of another resource.",
          List.of(
              Parameter.required(
                  "device",
                  AgentMetadata.Type.STRING,
                  "/dev/…, UUID=…, LABEL=…, or HOST:PATH of a network file system"),
              Parameter.required(DIRECTORY, AgentMetadata.Type.PATH, "where it is mounted"),
              Parameter.optional(
                  "type",
                  AgentMetadata.Type.STRING,
                  Optional.of("auto"),
                  "such as ext4, xfs, nfs, ocfs2, gfs2"),
              Parameter.optional(
                  "options",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "options of mount(8), such as noatime,acl"),
              Parameter.choice(
                  "probe",
                  List.of("none", "read", "write"),
                  Optional.of("read"),
                  "how a monitor makes sure that the file system answers"),
              Parameter.optional(
                  "probe-timeout",
                  AgentMetadata.Type.DURATION,
                  Optional.of("10s"),
                  "how long such a probe may take"),
              Parameter.optional(
                  "recovery-time",
                  AgentMetadata.Type.DURATION,
                  Optional.empty(),
                  "how long it may keep everybody waiting, as while a lost node is recovered; else"
                      + " 2min for ocfs2, gfs2 and whatever lies on DRBD, and none for others"),
              Parameter.optional(
                  "end-users",
                  AgentMetadata.Type.BOOLEAN,
                  Optional.of("true"),
                  "whether processes that keep it busy are ended when it stops"),
              Parameter.optional(
                  "make-directory",
                  AgentMetadata.Type.BOOLEAN,
                  Optional.of("true"),
                  "whether a missing directory is made")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(60)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(40),
                  Duration.ofSeconds(20),
                  Optional.empty()),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  /**
   * Reads a call's parameters.
   *
   * @throws IllegalArgumentException that says which one is wrong
   */
  static FilesystemParameters of(AgentCall call) {
    ParameterValues values = ParameterValues.of(METADATA, call);
    String device = values.need("device");
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "parameter 'device': expected /dev/…, UUID=…, LABEL=… or HOST:PATH");
    }
    String type = values.need("type");
    if (!WORD.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "parameter 'type': expected the name of a kind of file system, such as ext4");
    }
    return new FilesystemParameters(
        device,
        directory(values.need(DIRECTORY)),
        type,
        values.text("options").filter(text -> !text.isBlank()),
        values.need("probe"),
        values.duration("probe-timeout"),
        values.durationIfGiven("recovery-time"),
        values.flag("end-users"),
        values.flag("make-directory"));
  }

  /** The directory of a call of which nothing else may be known any more. */
  static Path directory(String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("parameter 'directory': expected an absolute path");
    }
    Path directory = Path.of(text).normalize();
    if (directory.getNameCount() == 0) {
      throw new IllegalArgumentException("parameter 'directory': not the root of everything");
    }
    return directory;
  }

  boolean shared() {
    return SHARED.contains(type);
  }

  /** Whether it lies on a block device of this machine. */
  boolean onBlockDevice() {
    return device.startsWith("/") || device.matches("[A-Z]+=.*");
  }

  List<String> optionList() {
    return options.map(o -> List.of(o.split(","))).orElse(List.of());
  }

  boolean wantsReadOnly() {
    return optionList().contains("ro");
  }

  /** How long no answer is no failure yet. */
  Duration patience(Mount mount) {
    boolean waitsForNodes = WAITING.contains(mount.type()) || mount.isOnDrbd();
    return recoveryTime.orElse(waitsForNodes ? USUAL_RECOVERY : Duration.ZERO);
  }
}
