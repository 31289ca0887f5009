package ha.cli.command;

import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.Agents;
import ha.agents.ResourceAgent;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Tone;
import ha.model.definition.AgentRef;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl agents list}. */
@Command(
    name = "list",
    description = {
      "Lists the agents of this machine.",
      "Scripts are asked what they do with -o wide only: that takes a while.",
      "Example: hactl agents list ocf:heartbeat"
    })
final class AgentsListCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final LocalAgents local = new LocalAgents();

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Only those whose name contains it.")
  private String part = "";

  AgentsListCommand(Context context) {
    this.context = context;
  }

  /** An agent as JSON. */
  record Listed(String name, String summary) {}

  @Override
  public Integer call() {
    Agents agents = local.all();
    List<Listed> listed =
        agents.names().stream()
            .filter(ref -> ref.toString().contains(part))
            .map(ref -> new Listed(ref.toString(), summary(agents, ref)))
            .toList();
    if (context.json()) {
      context.printJson(listed);
      return ExitCode.OK;
    }
    Page page = context.page();
    Table table = new Table(Integer.MAX_VALUE, 1);
    listed.forEach(
        a -> table.row(Line.of(Tone.STRONG, a.name()), Line.of(Tone.FAINT, a.summary())));
    table.onto(page, 0);
    if (listed.isEmpty()) {
      page.add(Line.of(Tone.FAINT, "No agent's name contains '" + part + "'."));
    }
    context.print(page);
    return ExitCode.OK;
  }

  private String summary(Agents agents, AgentRef ref) {
    boolean cheap = ref.standard().equals(AgentRef.BUILT_IN);
    if (!cheap && !context.wide()) {
      return "";
    }
    return agents
        .find(ref)
        .map(ResourceAgent::describe)
        .map(description ->
            switch (description) {
              case AgentMetadata metadata -> metadata.summary();
              case AgentDescription.Unavailable no -> no.reason();
            })
        .orElse("");
  }
}
