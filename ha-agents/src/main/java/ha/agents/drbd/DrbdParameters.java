package ha.agents.drbd;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Durations;
import ha.agents.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of {@code drbd}. */
final class DrbdParameters {
  private static final String RESOURCE = "resource";
  private static final String PATIENCE = "connect-timeout";
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

  /** A name that begins with '-' would be taken for an option. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.+-]*");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "drbd",
          "1",
          "a DRBD resource, promoted on one node or on two",
          "Brings a resource of DRBD 8.4 or 9 up from drbd.conf and promotes it only where its data"
              + " is the newest and no other replica can be written: every peer is connected, or"
              + " its node is confirmed off. Use it as a promotable clone with notify.",
          List.of(
              new Parameter(
                  RESOURCE,
                  AgentMetadata.Type.STRING,
                  true,
                  Optional.of(RESOURCE),
                  false,
                  Optional.empty(),
                  List.of(),
                  "name of the resource in drbd.conf",
                  "name of the resource in drbd.conf"),
              Parameter.optional(
                  PATIENCE,
                  AgentMetadata.Type.DURATION,
                  Optional.of("15s"),
                  "how long start and promote wait for a peer whose node is up")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(240)),
              Action.of(Operation.STOP, Duration.ofSeconds(100)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.of("Promoted")),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(11),
                  Optional.of("Unpromoted")),
              Action.of(Operation.PROMOTE, Duration.ofSeconds(90)),
              Action.of(Operation.DEMOTE, Duration.ofSeconds(90)),
              Action.of(Operation.NOTIFY, Duration.ofSeconds(90)),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private DrbdParameters() {}

  static Optional<String> resource(AgentCall call) {
    return call.parameter(RESOURCE).filter(n -> NAME.matcher(n).matches());
  }

  static Duration patience(AgentCall call) {
    return call.parameter(PATIENCE).flatMap(Durations::parse).orElse(USUAL_PATIENCE);
  }

  /** What is wrong with the parameters. */
  static Optional<String> problem(AgentCall call) {
    List<String> names = METADATA.problems(call.parameters().keySet());
    if (!names.isEmpty()) {
      return Optional.of(String.join("; ", names));
    }
    if (resource(call).isEmpty()) {
      return Optional.of(
          "parameter 'resource': '"
              + call.parameter(RESOURCE).orElse("")
              + "' is no name of a DRBD resource; expected one of drbd.conf, such as r0");
    }
    return call.parameter(PATIENCE)
        .filter(t -> Durations.parse(t).isEmpty())
        .map(t -> "parameter 'connect-timeout': '" + t + "' is no time such as 500ms or 15s");
  }
}
