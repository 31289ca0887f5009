package ha.cli.simulate;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.situation.Facts;
import ha.cli.situation.InjectionOptions;
import ha.cli.situation.SituationOptions;
import ha.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code hactl simulate}. */
public final class SimulateCommand implements Callable<Integer> {
  private final Context context;
  private final SituationOptions source = new SituationOptions();
  private final InjectionOptions injections = new InjectionOptions();
  private final OptionSpec format =
      OptionSpec.builder("--format")
          .type(Format.class)
          .paramLabel("FORMAT")
          .description("text, json (one line a situation), dot or svg.")
          .build();
  private final OptionSpec save =
      OptionSpec.builder("--save")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Also writes the situation to a file, without what is imagined.")
          .build();

  /** How a plan is shown. */
  enum Format {
    TEXT,
    JSON,
    DOT,
    SVG;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The command in a surrounding. */
  public SimulateCommand(Context context) {
    this.context = context;
  }

  /** The command with its options. */
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("simulate");
    spec.usageMessage()
        .description(
            "Shows what the cluster would do in a situation, and changes nothing.",
            "Without -f, --cib or --snapshot the situation is that of the cluster at this moment.")
        .footer(
            "%nExamples:",
            "  hactl simulate --node-down bob",
            "  hactl simulate -f cluster.yaml --node-down bob",
            "  hactl simulate --cib *.xml --format json",
            "  hactl simulate --save now.json; hactl simulate --snapshot now.json --standby bob",
            "  hactl simulate -f cluster.yaml --fail web:monitor@alice=1 --format svg > plan.svg",
            "%nExits with 1 if a file could not be read; the others are done all the same.");
    source.addTo(spec);
    spec.addOption(format).addOption(save);
    injections.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() {
    List<Path> cibs = source.cibs();
    Situations situations = new Situations(injections.parsed(), source.files(context));
    Output output = new Output(context, chosenFormat());
    boolean good = true;
    if (!cibs.isEmpty() && save.getValue() == null) {
      good = situations.ofCibs(cibs, output::render, output::print);
    } else {
      Facts facts = source.one(context);
      write(facts);
      output.print(output.render(situations.decided(facts)));
    }
    context.out().flush();
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private void write(Facts facts) {
    Path file = save.getValue();
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, Json.pretty(facts.situation()) + "\n");
    } catch (IOException e) {
      throw new CommandFailure(
          new ApiError(
              Kind.INTERNAL, "it cannot be written: " + e, file.toString(), "", "name another"));
    }
  }

  private Format chosenFormat() {
    Format chosen = format.getValue();
    if (chosen != null) {
      return chosen;
    }
    return context.json() ? Format.JSON : Format.TEXT;
  }
}
