package ha.cli.simulate;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.policy.cib.CibDates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hactl simulate}. */
@Command(
    name = "simulate",
    description = "Shows what the cluster would do in a situation, and changes nothing.",
    footer = {
      "%nExamples:",
      "  hactl simulate -f cluster.yaml --node-down bob",
      "  hactl simulate --cib *.xml --format json",
      "  hactl simulate -f cluster.yaml --fail web:monitor@alice=1 --format svg > plan.svg",
      "%nExits with 1 if a file could not be read; the others are done all the same."
    })
public final class SimulateCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--cib",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Situations of Pacemaker: configuration and status, as cibadmin --query has it.")
  private List<Path> cibs = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file of definitions, or - for the input.")
  private @Nullable String file;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "With -f: the state of the cluster as JSON (else all nodes up, nothing runs).")
  private @Nullable Path snapshot;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json (one line a situation), dot or svg.")
  private @Nullable Format format;

  @Option(
      names = "--date",
      paramLabel = "INSTANT",
      description = "Decide as of this moment (else what the file says, else now).")
  private @Nullable String date;

  @Mixin private final InjectionOptions injections = new InjectionOptions();

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

  @Override
  public Integer call() {
    Optional<Instant> given = moment();
    Instant now = context.surroundings().clock().instant();
    Situations situations = new Situations(injections.parsed(), given, now);
    Output output = new Output(context, chosenFormat());
    boolean good =
        cibs.isEmpty()
            ? output.show(situations.ofDefinitions(definitionsFile(), snapshot, context))
            : situations.ofCibs(cibFiles(), output::render, output::print);
    context.out().flush();
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private Format chosenFormat() {
    Format chosen = format;
    if (chosen != null) {
      return chosen;
    }
    return context.json() ? Format.JSON : Format.TEXT;
  }

  private List<Path> cibFiles() {
    if (file != null || snapshot != null) {
      throw wrong("--cib and " + (file == null ? "--snapshot" : "-f") + " do not go together", "");
    }
    return cibs;
  }

  private String definitionsFile() {
    String name = file;
    if (name == null) {
      throw wrong(
          snapshot == null
              ? "no situation to simulate: the live cluster cannot be asked for its state yet"
              : "--snapshot needs the definitions that it belongs to",
          "-f cluster.yaml, or --cib cib.xml");
    }
    return name;
  }

  private Optional<Instant> moment() {
    String text = date;
    if (text == null) {
      return Optional.empty();
    }
    Optional<Instant> moment = CibDates.moment(text);
    if (moment.isEmpty()) {
      throw wrong("'" + text + "' is no moment", "for example 2026-01-31T14:00:00Z");
    }
    return moment;
  }

  static CommandFailure wrong(String message, String expected) {
    return new CommandFailure(
        new ApiError(Kind.USAGE, message, "", expected, "hactl simulate --help"));
  }
}
