package ha.cli.command;

import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.AgentsCatalog;
import ha.agents.ResourceAgent;
import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.text.Nearest;
import ha.model.definition.AgentRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the agents of this machine are, as options. */
final class LocalAgents {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Jars with further agents (default: /usr/local/lib/had/agents).")
  private Path plugins = AgentsCatalog.PLUGINS;

  @Option(
      names = "--run-directory",
      paramLabel = "DIR",
      description = "The daemon's (default: /run/had).")
  private Path runDirectory = Path.of("/run/had");

  @Option(
      names = "--state-directory",
      paramLabel = "DIR",
      description = "The daemon's (default: /var/lib/had).")
  private Path stateDirectory = Path.of("/var/lib/had");

  /** All of them, with the daemon's own notes of what runs. */
  Agents all() {
    return of(runDirectory.resolve("agents"), stateDirectory.resolve("log"));
  }

  /** All of them, knowing nothing of what the daemon runs. */
  Agents apart(Path scratch) {
    return of(scratch.resolve("run"), scratch.resolve("log"));
  }

  private Agents of(Path run, Path log) {
    AgentSettings settings = AgentSettings.of(run, log).unnoted();
    return Files.isDirectory(plugins)
        ? Agents.discover(settings, plugins)
        : Agents.discover(settings);
  }

  /**
   * One agent.
   *
   * @throws CommandFailure if there is none of that name
   */
  static ResourceAgent find(Agents agents, AgentRef ref) {
    Optional<ResourceAgent> found = agents.find(ref);
    return found.orElseThrow(() -> {
      List<String> names = agents.names().stream().map(AgentRef::toString).toList();
      return new CommandFailure(
          new ApiError(
              Kind.NOT_FOUND,
              "this machine has no agent '" + ref + "'",
              "",
              Nearest.to(ref.toString(), names).map(n -> "perhaps " + n).orElse(""),
              "hactl agents list"));
    });
  }

  /**
   * Reads an agent's name.
   *
   * @throws CommandFailure if it is none
   */
  static AgentRef name(String text) {
    try {
      return AgentRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          Kind.USAGE, String.valueOf(e.getMessage()), "hactl agents list shows their names");
    }
  }
}
