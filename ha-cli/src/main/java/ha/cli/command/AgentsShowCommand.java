package ha.cli.command;

import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Durations;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Tone;
import ha.model.definition.AgentRef;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl agents show}. */
@Command(
    name = "show",
    description = {
      "Shows what an agent does, its parameters and operations.",
      "Example: hactl agents show filesystem"
    })
final class AgentsShowCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final LocalAgents local = new LocalAgents();

  @Parameters(paramLabel = "AGENT", description = "Such as ip or ocf:heartbeat:IPaddr2.")
  private String name = "";

  AgentsShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    AgentRef ref = LocalAgents.name(name);
    AgentMetadata metadata =
        switch (LocalAgents.find(local.all(), ref).describe()) {
          case AgentMetadata found -> found;
          case AgentDescription.Unavailable no ->
              throw new CommandFailure(Kind.NOT_FOUND, no.reason(), "hactl agents list");
        };
    if (context.json()) {
      context.printJson(metadata);
      return ExitCode.OK;
    }
    Page page = context.page();
    page.add(Line.of(Tone.STRONG, ref.toString()).plus("  " + metadata.summary()));
    if (!metadata.description().equals(metadata.summary())) {
      page.gap();
      metadata.description().lines().forEach(line -> page.add(line.strip()));
    }
    parameters(page, metadata);
    operations(page, metadata);
    context.print(page);
    return ExitCode.OK;
  }

  private static void parameters(Page page, AgentMetadata metadata) {
    page.gap().heading("Parameters");
    if (metadata.parameters().isEmpty()) {
      page.add(Line.of(Tone.FAINT, "  none"));
    }
    Table table = new Table(Integer.MAX_VALUE, 3, 2, Integer.MAX_VALUE);
    for (Parameter parameter : metadata.parameters()) {
      table.row(
          Line.of(Tone.STRONG, parameter.name()),
          Line.of(kind(parameter)),
          Line.of(
              Tone.FAINT,
              parameter.required()
                  ? "required"
                  : parameter.defaultValue().map(d -> "= " + d).orElse("")),
          Line.of(parameter.summary() + notes(parameter)));
    }
    table.onto(page, 2);
  }

  private static String kind(Parameter parameter) {
    return parameter.choices().isEmpty()
        ? parameter.type().name().toLowerCase(Locale.ROOT)
        : String.join("|", parameter.choices());
  }

  private static String notes(Parameter parameter) {
    return (parameter.uniqueGroup().isPresent() ? " (unique)" : "")
        + (parameter.reloadable() ? " (taken over by reload)" : "");
  }

  private static void operations(Page page, AgentMetadata metadata) {
    page.gap().heading("Operations, with the times that it suggests");
    Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE);
    for (Action action : metadata.actions()) {
      String every =
          action.interval().isPositive() ? ", every " + Durations.text(action.interval()) : "";
      String role = action.role().map(r -> ", " + r).orElse("");
      table.row(
          Line.of(Tone.STRONG, action.operation().wireName()),
          Line.of(Durations.text(action.timeout()) + every + role));
    }
    table.onto(page, 2);
  }
}
