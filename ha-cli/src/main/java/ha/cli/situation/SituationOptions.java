package ha.cli.situation;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterSituation;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.Session;
import ha.policy.cib.CibDates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say where a situation comes from. Without any, it is that of the cluster. */
public final class SituationOptions {
  private final OptionSpec cibs =
      OptionSpec.builder("--cib")
          .arity("1..*")
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .paramLabel("FILE")
          .description(
              "Situations of Pacemaker: configuration and status, as cibadmin --query has it.")
          .build();
  private final OptionSpec file =
      OptionSpec.builder("-f", "--file")
          .type(String.class)
          .paramLabel("FILE")
          .description("A file of definitions, or - for the input.")
          .build();
  private final OptionSpec snapshot =
      OptionSpec.builder("--snapshot")
          .type(Path.class)
          .paramLabel("FILE")
          .description(
              "The state of the cluster as JSON: what simulate --save wrote.",
              "With -f it belongs to those definitions (without it: all nodes up, nothing runs).")
          .build();
  private final OptionSpec date =
      OptionSpec.builder("--date")
          .type(String.class)
          .paramLabel("INSTANT")
          .description("Decide as of this moment (else what the file says, else now).")
          .build();

  /** Makes these options of a command. */
  public void addTo(CommandSpec spec) {
    spec.addOption(cibs).addOption(file).addOption(snapshot).addOption(date);
  }

  /** Whether nothing is named, so that the daemon is to be asked. */
  public boolean isLive() {
    return cibs.getValue() == null && file.getValue() == null && snapshot.getValue() == null;
  }

  /**
   * Situations of Pacemaker; none if something else is named.
   *
   * @throws CommandFailure if both are
   */
  public List<Path> cibs() {
    List<Path> named = cibs.getValue();
    if (named == null) {
      return List.of();
    }
    if (file.getValue() != null) {
      throw wrong("--cib and -f do not go together", "");
    }
    if (snapshot.getValue() != null) {
      throw wrong("--cib and --snapshot do not go together", "");
    }
    return List.copyOf(named);
  }

  /** Reads files as of the moment that was named. */
  public SituationFiles files(Context context) {
    return new SituationFiles(moment(), context.surroundings().clock().instant());
  }

  /**
   * The situation that is named, or that of the cluster.
   *
   * @throws CommandFailure if it cannot be read, or several are named
   */
  public Facts one(Context context) {
    List<Path> files = cibs();
    if (files.size() > 1) {
      throw wrong("--cib names " + files.size() + " files", "one file");
    }
    if (!files.isEmpty()) {
      return files(context).ofCib(files.getFirst());
    }
    String definitions = file.getValue();
    Path state = snapshot.getValue();
    if (definitions != null) {
      return files(context).ofDefinitions(definitions, Optional.ofNullable(state), context);
    }
    return state != null ? files(context).ofSaved(state) : live(context);
  }

  private Facts live(Context context) {
    ClusterSituation answer = new Session(context).ask(Endpoints.SITUATION, new Queries.All());
    return Facts.of(answer.definitions().cluster().name(), answer, moment());
  }

  private Optional<Instant> moment() {
    String text = date.getValue();
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
    return new CommandFailure(new ApiError(Kind.USAGE, message, "", expected, "see --help"));
  }
}
