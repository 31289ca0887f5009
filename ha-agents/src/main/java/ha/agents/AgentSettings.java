package ha.agents;

import ha.agents.command.CommandJournal;
import ha.agents.command.CommandRunner;
import ha.agents.command.Commands;
import ha.agents.command.MonoClock;
import ha.agents.command.ProcFs;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where agents find and leave things on this node.
 *
 * @param runDirectory what agents remember about what runs; kept over restarts of the daemon, gone
 *     with a reboot ({@code /run/had})
 * @param logDirectory output of processes that the cluster starts
 * @param ocfRoot of the OCF scripts, {@code /usr/lib/ocf}
 * @param ocfStateDirectory given to OCF scripts as {@code HA_RSCTMP}
 * @param helperDirectory programs that OCF scripts find before all others, such as {@code
 *     crm_attribute}
 * @param commands for what agents run outside of a call, such as reading metadata
 * @param cluster how the other nodes stand
 */
public record AgentSettings(
    Path runDirectory,
    Path logDirectory,
    Path ocfRoot,
    Path ocfStateDirectory,
    Optional<Path> helperDirectory,
    Commands commands,
    MonoClock clock,
    ClusterView cluster) {
  /** The usual places, with OCF scripts below {@code OCF_ROOT} where that is set. */
  public static AgentSettings of(Path runDirectory, Path logDirectory) {
    String root = System.getenv("OCF_ROOT");
    return new AgentSettings(
        runDirectory,
        logDirectory,
        Path.of(root == null || root.isEmpty() ? "/usr/lib/ocf" : root),
        Path.of("/run/resource-agents"),
        Optional.empty(),
        CommandRunner.system(journal(runDirectory)),
        MonoClock.SYSTEM,
        ClusterView.NONE);
  }

  /** The same with other OCF scripts. */
  public AgentSettings withOcf(Path root, Path stateDirectory, Optional<Path> helpers) {
    return new AgentSettings(
        runDirectory, logDirectory, root, stateDirectory, helpers, commands, clock, cluster);
  }

  /** The same with knowledge of the other nodes. */
  public AgentSettings with(ClusterView view) {
    return new AgentSettings(
        runDirectory,
        logDirectory,
        ocfRoot,
        ocfStateDirectory,
        helperDirectory,
        commands,
        clock,
        view);
  }

  /** The same for somebody else than the daemon: what is run for it is noted nowhere. */
  public AgentSettings unnoted() {
    return new AgentSettings(
        runDirectory,
        logDirectory,
        ocfRoot,
        ocfStateDirectory,
        helperDirectory,
        CommandRunner.system(CommandJournal.none()),
        clock,
        cluster);
  }

  /** What runs for the daemon now; ends what an earlier one has left behind. */
  public CommandJournal journal() {
    return journal(runDirectory);
  }

  private static CommandJournal journal(Path runDirectory) {
    return new CommandJournal(runDirectory.resolve("commands"), ProcFs.system());
  }
}
