package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Durations;
import ha.agents.ParameterValues;
import ha.agents.ResourceAgent;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.filesystem.Probe.Finding;
import ha.agents.tool.Remembered;
import ha.model.MonoTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mounts and unmounts. Whether something is mounted is what the kernel's list says. */
final class FilesystemAgent implements ResourceAgent {
  /** For removing what probes left; a dead file system must not take the time of a stop. */
  private static final Duration TIDY_TIME = Duration.ofSeconds(1);

  private final Path system;
  private final Path proc;
  private final Remembered detached;
  private final Silences silences = new Silences();

  /**
   * @param system root of the machine's file systems
   */
  FilesystemAgent(AgentSettings settings, Path system) {
    this.detached = new Remembered(settings.runDirectory().resolve("filesystem-detached"));
    this.system = system;
    this.proc = system.resolve("proc");
  }

  @Override
  public AgentDescription describe() {
    return FilesystemParameters.METADATA;
  }

  /** What is done once the parameters are good and the mounts are known. */
  @FunctionalInterface
  private interface Body {
    AgentResult run(FilesystemParameters parameters, Mounts mounts)
        throws InterruptedException, IOException;
  }

  private AgentResult with(AgentCall call, Body body) throws InterruptedException {
    FilesystemParameters parameters;
    try {
      parameters = FilesystemParameters.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    try {
      return body.run(parameters, Mounts.seenBy(proc.resolve("self")));
    } catch (IOException e) {
      return new Unknown("it cannot be seen what is mounted: " + e.getMessage());
    }
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return with(
        call,
        (p, mounts) -> {
          Path directory = real(p.directory());
          Optional<Mount> mount = mounts.at(directory);
          if (mount.isPresent()) {
            return judge(call, p, mount.get());
          }
          Optional<AgentResult> refusal = refusal(call, p, mounts);
          return refusal.isPresent() ? refusal.get() : mount(call, p, directory);
        });
  }

  private Optional<AgentResult> refusal(AgentCall call, FilesystemParameters p, Mounts mounts)
      throws InterruptedException {
    if (!p.onBlockDevice()) {
      return Footing.missing(call, p, p.device(), system);
    }
    Optional<Path> file = BlockDevice.find(call, p.device());
    if (file.isEmpty()) {
      return Optional.of(
          new Failed(Kind.NOT_INSTALLED, "there is no device " + p.device() + " on this node"));
    }
    Optional<String> number = BlockDevice.number(file.get());
    List<Mount> already = number.map(mounts::ofDevice).orElse(List.of());
    return already.isEmpty() || p.shared()
        ? Footing.missing(call, p, file.get().toString(), system)
        : Optional.of(
            AgentResult.failed(
                "the device is mounted already: " + already.getFirst() + "; unmount that first"));
  }

  private AgentResult mount(AgentCall call, FilesystemParameters p, Path directory)
      throws InterruptedException, IOException {
    if (!Files.isDirectory(directory)) {
      if (!p.makeDirectory()) {
        return new Failed(Kind.NOT_INSTALLED, "there is no directory " + directory);
      }
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        return AgentResult.failed("directory " + directory + " cannot be made: " + e);
      }
    }
    List<String> words = new ArrayList<>(List.of("-t", p.type()));
    p.options().ifPresent(options -> words.addAll(List.of("-o", options)));
    words.addAll(List.of("--", p.device(), directory.toString()));
    Command command = Tools.command("mount", words.toArray(String[]::new));
    CommandOutcome outcome = call.run(command);
    AgentResult result = Tools.result(call, command, outcome);
    if (!(result instanceof Ok)) {
      return result;
    }
    Optional<Mount> mounted = Mounts.seenBy(proc.resolve("self")).at(directory);
    return mounted.isPresent()
        ? judge(call, p, mounted.get())
        : AgentResult.failed("mount(8) succeeded, and nothing is mounted on " + directory);
  }

  @Override
  public boolean provesStopped() {
    return true;
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    if (call.parameter("device").isEmpty()) {
      return look(call);
    }
    return with(
        call,
        (p, mounts) -> {
          Optional<Mount> mount = mounts.at(real(p.directory()));
          return mount.isEmpty() ? gone(call) : judge(call, p, mount.get());
        });
  }

  /** All that can be told when nothing but the directory is known. */
  private AgentResult look(AgentCall call) {
    try {
      Path directory = real(directory(call));
      return Mounts.seenBy(proc.resolve("self")).at(directory).isPresent()
          ? AgentResult.OK
          : gone(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Unknown("it cannot be seen what is mounted: " + e.getMessage());
    }
  }

  /** Not mounted; but what was only taken out of sight is not stopped. */
  private AgentResult gone(AgentCall call) throws IOException {
    return new Leftovers(call, system, detached)
        .detached()
        .<AgentResult>map(AgentResult::failed)
        .orElse(AgentResult.NOT_RUNNING);
  }

  private static Path directory(AgentCall call) {
    return FilesystemParameters.directory(
        call.parameter(FilesystemParameters.DIRECTORY).orElse(""));
  }

  /** The directory as the kernel names it. Only what is above it is asked: it may be dead. */
  private static Path real(Path directory) {
    Path above = directory.getParent();
    try {
      return above == null
          ? directory
          : above.toRealPath().resolve(String.valueOf(directory.getFileName()));
    } catch (IOException e) {
      return directory;
    }
  }

  /** Whether what is mounted is what was to be, and serves. */
  private AgentResult judge(AgentCall call, FilesystemParameters p, Mount mount)
      throws InterruptedException {
    if (!isDevice(call, p, mount)) {
      return AgentResult.failed("something else is mounted there: " + mount);
    }
    if (!mount.isOf(p.type())) {
      return AgentResult.failed("its type is " + mount.type() + ", not " + p.type());
    }
    if (mount.readOnly() && !p.wantsReadOnly()) {
      return AgentResult.failed(
          mount + " can only be read; after errors the kernel makes it so, see dmesg");
    }
    if (mount.isOf("gfs2") && Gfs2.hasWithdrawn(mount, system)) {
      return AgentResult.failed(
          mount
              + " has withdrawn after an error, see dmesg; unmount it, then run fsck.gfs2 while"
              + " no node has it mounted");
    }
    MonoTime began = call.clock().now();
    return switch (new Probe(call, p).run(mount)) {
      case Finding.Answers a -> {
        silences.over(call.resource());
        yield AgentResult.OK;
      }
      case Finding.Fails fails -> fails.result();
      case Finding.Silent silent -> {
        Duration lasted = silences.goesOn(call.resource(), began, call.clock().now());
        // To restart it would not help: it waits until the cluster is sure of a lost node.
        yield lasted.compareTo(p.patience(mount)) < 0
            ? new Ok(true, silent.reason() + "; silent for " + Durations.text(lasted))
            : AgentResult.failed(silent.reason());
      }
    };
  }

  private static boolean isDevice(AgentCall call, FilesystemParameters p, Mount mount)
      throws InterruptedException {
    if (mount.source().equals(p.device()) || !p.onBlockDevice()) {
      return mount.source().equals(p.device()) || mount.source().equals(p.device() + "/");
    }
    Optional<String> number = BlockDevice.find(call, p.device()).flatMap(BlockDevice::number);
    // Where the device is gone, or no block device, its number cannot tell it from others.
    return number.isEmpty() || number.get().equals(mount.device());
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    try {
      Path directory = real(directory(call));
      boolean endUsers = endsUsers(call);
      if (call.parameter("probe").filter("write"::equals).isPresent()) {
        call.commands()
            .run(
                Tools.command("rm", "-f", "--", Probe.trace(directory, call).toString()),
                call.clock().now().plus(TIDY_TIME));
      }
      AgentResult result = new Unmounting(call, system, detached, directory, endUsers).run();
      silences.over(call.resource());
      return result;
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Also of a resource the rest of whose definition is lost. */
  private static boolean endsUsers(AgentCall call) {
    try {
      return ParameterValues.of(FilesystemParameters.METADATA, call).flag("end-users");
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    return with(
        call,
        (p, mounts) ->
            p.onBlockDevice() && BlockDevice.find(call, p.device()).isEmpty()
                ? new Failed(
                    Kind.NOT_INSTALLED, "there is no device " + p.device() + " on this node")
                : AgentResult.OK);
  }
}
