package ha.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * That something without a process or device of its own was started on this node, such as the
 * watching of others: a file in the run directory. Gone with a reboot.
 */
public final class ActiveMark {
  private final Path directory;

  /**
   * @param kind the agent's name
   */
  public ActiveMark(AgentSettings settings, String kind) {
    directory = settings.runDirectory().resolve(kind);
  }

  private Path file(AgentCall call) {
    return directory.resolve("r-" + call.resource().value());
  }

  /** Whether it was started, and not stopped since. */
  public boolean isSet(AgentCall call) {
    return Files.exists(file(call));
  }

  /** Success, or why it cannot be noted. */
  public AgentResult set(AgentCall call) {
    try {
      PrivateFiles.replace(file(call), "active\n");
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("it cannot be noted that it is active: " + e.getMessage());
    }
  }

  /** Success, or why it cannot be noted. */
  public AgentResult clear(AgentCall call) {
    try {
      Files.deleteIfExists(file(call));
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("it cannot be noted that it is stopped: " + e.getMessage());
    }
  }
}
