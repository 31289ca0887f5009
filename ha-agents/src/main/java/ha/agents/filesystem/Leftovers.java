package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.o2cb.O2cbOnline;
import ha.agents.tool.Remembered;
import ha.agents.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is left of a file system when it is not mounted any more where it was. It counts as stopped
 * only when nothing of it may touch its device or server.
 */
final class Leftovers {
  private final AgentCall call;
  private final Path system;
  private final Path proc;

  /** Outlives this stop: who looks later has to know, too, and sees no mount any more. */
  private final Remembered notes;

  /** Block devices, by number. */
  private final Set<String> devices = new HashSet<>();

  /** Devices of OCFS2, by their last names. */
  private final Set<String> beating = new HashSet<>();

  Leftovers(AgentCall call, Path system, Remembered notes) {
    this.call = call;
    this.notes = notes;
    this.system = system;
    this.proc = system.resolve("proc");
  }

  /** It was there. */
  void saw(Mount mount) {
    if (!mount.device().startsWith("0:")) {
      // What lies on no block device, others may have as well.
      devices.add(mount.device());
    }
    if (mount.isOf("ocfs2")) {
      beating.add(mount.source().substring(mount.source().lastIndexOf('/') + 1));
    }
  }

  /**
   * It is about to be taken out of sight, and the kernel may be busy with it afterwards.
   *
   * @throws IOException if that cannot be noted; then it must stay in sight
   */
  void detaching(Mount mount) throws IOException {
    if (!mount.readOnly()) {
      notes.put(call.resource(), mount.device());
    }
  }

  /** What was taken out of sight and may still write, in words; empty if there is nothing. */
  Optional<String> detached() throws IOException {
    Optional<String> device = notes.of(call.resource());
    if (device.filter(d -> Nfs.isHeld(d, proc)).isPresent()) {
      return Optional.of(
          "it was detached by force, but the kernel still holds it and may write to the server when"
              + " that comes back; only a restart of this node is certain");
    }
    if (device.isPresent()) {
      notes.forget(call.resource());
    }
    return Optional.empty();
  }

  /**
   * What is there yet, in words; empty if nothing is. Programs that made themselves a copy of all
   * mounts are often gone in a moment.
   */
  Optional<String> find(Mounts mounts) throws IOException, InterruptedException {
    for (String device : devices) {
      List<Mount> more = mounts.ofDevice(device);
      if (!more.isEmpty()) {
        return Optional.of("the same file system is still there: " + words(more));
      }
      List<Long> processes = Mounts.elsewhere(proc, device);
      if (!processes.isEmpty()) {
        return Optional.of(
            "still mounted in the mount namespaces of processes "
                + words(processes)
                + ", such as a container's; end these");
      }
    }
    Optional<String> held = detached();
    return held.isPresent() ? held : heartbeat();
  }

  /** A region that is left keeps the device in use, and this node beating on it. */
  private Optional<String> heartbeat() throws IOException, InterruptedException {
    for (String device : beating) {
      List<String> regions = new O2cbOnline(system).regionsOf(device);
      if (!regions.isEmpty()) {
        new ToolRun(call).change("ocfs2_hb_ctl", "-K", "-u", regions.getFirst());
        return Optional.of(
            "this node's heartbeat of OCFS2 goes on, in region " + regions.getFirst());
      }
    }
    return Optional.empty();
  }

  private static String words(List<?> things) {
    return String.join("; ", things.stream().map(Object::toString).toList());
  }
}
