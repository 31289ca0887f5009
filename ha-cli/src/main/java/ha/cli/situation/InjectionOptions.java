package ha.cli.situation;

import ha.cli.CommandFailure;
import ha.cli.text.Nearest;
import ha.model.Durations;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.policy.whatif.Injection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that imagine something. */
public final class InjectionOptions {
  private static final Pattern FAILURE =
      Pattern.compile(
          "(?<resource>.+):(?<op>[A-Za-z_-]+)(/(?<every>\\w+))?@(?<node>[^@=]+)=(?<rc>\\d{1,3})");
  private static final List<String> OPERATIONS =
      List.of(
          "start", "stop", "monitor", "promote", "demote", "migrate_to", "migrate_from", "reload");
  private static final List<String> TICKET_STATES = List.of("granted", "revoked", "standby");

  private final OptionSpec down =
      several("--node-down", "NODE", "The node is lost without goodbye.");
  private final OptionSpec up = several("--node-up", "NODE", "The node takes part.");
  private final OptionSpec standby =
      several("--standby", "NODE", "The node is not to run anything.");
  private final OptionSpec failures =
      several(
          "--fail",
          "RESOURCE:OP@NODE=RC",
          "The operation just ended with this exit code, as in web:monitor@alice=1",
          "(web:monitor/30s@alice=7 where there are several monitors).");
  private final OptionSpec quorum =
      OptionSpec.builder("--quorum")
          .type(String.class)
          .paramLabel("yes|no")
          .description("Whether the nodes have quorum.")
          .build();
  private final OptionSpec tickets =
      several("--ticket", "TICKET=STATE", "The ticket is granted, revoked or standby.");

  private static OptionSpec several(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Makes these options of a command. */
  public void addTo(CommandSpec spec) {
    spec.addOption(down)
        .addOption(up)
        .addOption(standby)
        .addOption(failures)
        .addOption(quorum)
        .addOption(tickets);
  }

  /**
   * What is to be imagined, nodes first.
   *
   * @throws CommandFailure if one of them cannot be understood
   */
  public List<Injection> parsed() {
    List<Injection> injections = new ArrayList<>();
    values(up).forEach(name -> injections.add(new Injection.NodeUp(node("--node-up", name))));
    values(down).forEach(name -> injections.add(new Injection.NodeDown(node("--node-down", name))));
    values(standby).forEach(name -> injections.add(new Injection.Standby(node("--standby", name))));
    String held = quorum.getValue();
    if (held != null) {
      injections.add(new Injection.Quorum(yes(held)));
    }
    values(tickets).forEach(text -> injections.add(ticket(text)));
    values(failures).forEach(text -> injections.add(failure(text)));
    return injections;
  }

  private static List<String> values(OptionSpec option) {
    List<String> values = option.getValue();
    return values == null ? List.of() : values;
  }

  private static boolean yes(String text) {
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw SituationOptions.wrong("--quorum is '" + text + "'", "yes or no");
    };
  }

  private static NodeName node(String option, String name) {
    return named(option, name, NodeName::new);
  }

  private static <T> T named(String option, String name, Function<String, T> make) {
    try {
      return make.apply(name);
    } catch (IllegalArgumentException e) {
      throw SituationOptions.wrong(option + ": " + e.getMessage(), "");
    }
  }

  private static Injection ticket(String text) {
    int equals = text.lastIndexOf('=');
    String state = equals < 0 ? "" : text.substring(equals + 1);
    if (equals < 1 || !TICKET_STATES.contains(state)) {
      String expected = "TICKET=granted, TICKET=revoked or TICKET=standby";
      throw SituationOptions.wrong(
          "--ticket is '" + text + "'",
          Nearest.to(state, TICKET_STATES)
              .filter(near -> equals > 0)
              .map(near -> expected + "; perhaps " + text.substring(0, equals + 1) + near)
              .orElse(expected));
    }
    return new Injection.Ticket(
        text.substring(0, equals), Injection.Ticket.State.valueOf(state.toUpperCase(Locale.ROOT)));
  }

  private static Injection failure(String text) {
    Matcher parts = FAILURE.matcher(text);
    if (!parts.matches()) {
      throw SituationOptions.wrong(
          "--fail is '" + text + "'",
          "RESOURCE:OPERATION@NODE=EXITCODE, as in web:monitor@alice=1");
    }
    int exitCode = Integer.parseInt(parts.group("rc"));
    if (exitCode > 255) {
      throw SituationOptions.wrong(
          "--fail: there is no exit code " + exitCode, "0 (it went well) to 255");
    }
    String operation = parts.group("op");
    if (!OPERATIONS.contains(operation)) {
      throw SituationOptions.wrong(
          "--fail: there is no operation '" + operation + "'",
          Nearest.to(operation, OPERATIONS)
              .map(near -> "perhaps " + near)
              .orElse("one of " + String.join(", ", OPERATIONS)));
    }
    return new Injection.Result(
        named("--fail", parts.group("resource"), ResourceId::new),
        operation,
        Optional.ofNullable(parts.group("every")).map(InjectionOptions::interval),
        node("--fail", parts.group("node")),
        exitCode);
  }

  private static Duration interval(String text) {
    return Durations.read(text)
        .orElseThrow(() ->
            SituationOptions.wrong(
                "--fail: '" + text + "' is no interval",
                "a number and a unit, as in web:monitor/30s@alice=1"));
  }
}
