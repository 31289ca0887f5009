package ha.cli.command;

import ha.cli.CommandCatalog;
import ha.cli.Context;
import ha.cli.VersionCommand;
import ha.cli.explain.ExplainCommand;
import ha.cli.importing.ImportCommand;
import ha.cli.importing.PacemakerCommand;
import ha.cli.report.ReportCommand;
import ha.cli.simulate.SimulateCommand;
import java.util.List;
import picocli.CommandLine;

/** The commands that come with {@code hactl}; each is made only when it is meant. */
public final class BuiltIn implements CommandCatalog {
  private static final List<String> NAMES =
      List.of(
          "status",
          "explain",
          "history",
          "why-rebooted",
          "report",
          "check",
          "simulate",
          "import",
          "apply",
          "config",
          "migrate",
          "start",
          "stop",
          "restart",
          "cleanup",
          "standby",
          "unstandby",
          "maintenance",
          "ticket",
          "fence",
          "quorum",
          "agents",
          "agent",
          "drbd",
          "completion",
          "version");

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public List<String> aliases(String name) {
    return name.equals("migrate") ? List.of("move") : List.of();
  }

  @Override
  public Object create(String name, Context context) {
    return switch (name) {
      case "status" -> new StatusCommand(context).spec();
      case "explain" -> new ExplainCommand(context).spec();
      case "history" -> new HistoryCommand(context);
      case "why-rebooted" -> new WhyRebootedCommand(context);
      case "report" -> new ReportCommand(context);
      case "check" -> new CheckCommand(context);
      case "simulate" -> new SimulateCommand(context).spec();
      case "import" ->
          new CommandLine(new ImportCommand()).addSubcommand(new PacemakerCommand(context));
      case "apply" -> new ApplyCommand(context);
      case "config" ->
          new CommandLine(new ConfigCommand())
              .addSubcommand(new ConfigShowCommand(context))
              .addSubcommand(new ConfigDiffCommand(context))
              .addSubcommand(new ConfigHistoryCommand(context))
              .addSubcommand(new ConfigRollbackCommand(context));
      case "migrate" -> new MigrateCommand(context);
      case "start" -> new StartCommand(context);
      case "stop" -> new StopCommand(context);
      case "restart" -> new RestartCommand(context);
      case "cleanup" -> new CleanupCommand(context);
      case "standby" -> new StandbyCommand(context);
      case "unstandby" -> new UnstandbyCommand(context);
      case "maintenance" -> new MaintenanceCommand(context);
      case "ticket" -> TicketCommand.with(context);
      case "fence" ->
          new CommandLine(new FenceCommand())
              .addSubcommand(new FenceHistoryCommand(context))
              .addSubcommand(new FenceConfirmCommand(context))
              .addSubcommand(new FenceTestCommand(context))
              .addSubcommand(new FenceNowCommand(context))
              .addSubcommand(
                  new CommandLine(new FenceDiskCommand())
                      .addSubcommand(new FenceDiskCreateCommand(context))
                      .addSubcommand(new FenceDiskListCommand(context))
                      .addSubcommand(new FenceDiskClearCommand(context)));
      case "quorum" ->
          new CommandLine(new QuorumCommand(context)).addSubcommand(new LeadAloneCommand(context));
      case "agents" ->
          new CommandLine(new AgentsCommand())
              .addSubcommand(new AgentsListCommand(context))
              .addSubcommand(new AgentsShowCommand(context))
              .addSubcommand(new AgentsTestCommand(context));
      case "agent" ->
          new CommandLine(new AgentCommand()).addSubcommand(new AgentRunCommand(context));
      case "drbd" ->
          new CommandLine(new DrbdCommand())
              .addSubcommand(new DrbdStatusCommand(context))
              .addSubcommand(new DrbdResolveCommand(context))
              .addSubcommand(new DrbdFencePeerCommand(context));
      case "completion" -> new CompletionCommand(context);
      case "version" -> new VersionCommand(context);
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
