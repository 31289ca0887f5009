package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import java.nio.file.Path;
import java.util.Optional;

/** What a kind of file system stands on, and which piece of it is not there. */
final class Footing {
  private Footing() {}

  /**
   * What is missing before it can be mounted; empty if nothing is known to be.
   *
   * @param device the file of the device where there is one, else as the parameters name it
   */
  static Optional<AgentResult> missing(
      AgentCall call, FilesystemParameters p, String device, Path system)
      throws InterruptedException {
    return switch (p.type()) {
      case "ocfs2" -> Ocfs2.missing(call, device, system);
      case "gfs2" -> Gfs2.missing(call, device, p.optionList(), system);
      case String type when Nfs.isType(type) -> Nfs.missing(call, p, system);
      case String other -> Optional.empty();
    };
  }
}
