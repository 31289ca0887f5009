package ha.policy.action;

import ha.model.Role;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.policy.options.AttributeSets;
import ha.policy.options.Durations;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the operations of a resource are to be run, from its definition and the defaults. */
public final class OperationOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  private OperationOptions() {}

  /** The operation that is defined under this name and interval. */
  public static Optional<OperationDefinition> find(Resource r, String name, Duration interval) {
    for (OperationDefinition operation : operations(r)) {
      if (operation.name().equals(name) && operation.interval().equals(interval)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether another operation has the same name and interval. Such operations cannot be told apart
   * and are not run; those that run already are left alone.
   */
  public static boolean ambiguous(Resource r, OperationDefinition operation) {
    int alike = 0;
    for (OperationDefinition other : operations(r)) {
      if (other.name().equals(operation.name()) && other.interval().equals(operation.interval())) {
        alike++;
      }
    }
    return alike > 1;
  }

  /** All operations that are defined. */
  public static List<OperationDefinition> operations(Resource r) {
    return r.definition instanceof ResourceDefinition.Primitive p ? p.operations() : List.of();
  }

  /** Options of a defined operation. */
  public static Map<String, String> options(
      Situation s, Resource r, OperationDefinition operation) {
    return r.operationOptions.computeIfAbsent(
        operation, op -> values(s, r, op.name(), op.interval(), Optional.of(op)));
  }

  private static Map<String, String> values(
      Situation s,
      Resource r,
      String name,
      Duration interval,
      Optional<OperationDefinition> operation) {
    List<AttributeSet> own = operation.map(OperationDefinition::options).orElse(List.of());
    List<AttributeSet> defaults = s.definitions.operationDefaults();
    if (own.isEmpty() && defaults.isEmpty()) {
      return Map.of();
    }
    RuleContext context = s.rules().forAgent(r.agent()).forOperation(name, interval);
    Map<String, String> values = new TreeMap<>();
    AttributeSets.addMissing(values, own, context);
    AttributeSets.addMissing(values, defaults, context);
    return values;
  }

  /** What the agent is given for this operation only. */
  public static Map<String, String> parameters(
      Situation s, Resource r, String name, Duration interval, Node node) {
    Optional<OperationDefinition> operation = find(r, name, interval);
    if (operation.isEmpty() || operation.get().parameters().isEmpty()) {
      return Map.of();
    }
    RuleContext context =
        s.rules().forAgent(r.agent()).forOperation(name, interval).onNode(node.attributes);
    return AttributeSets.values(operation.get().parameters(), context);
  }

  /**
   * How one run goes.
   *
   * @param timeoutsAllowed of a recurring monitor: so many timeouts in a row are no failure
   * @param force of stop: one that failed is tried once more, by force
   */
  public record Run(Duration timeout, int timeoutsAllowed, boolean force) {}

  /** How a run of this operation goes. */
  public static Run run(Situation s, Resource r, String name, Duration interval) {
    Optional<OperationDefinition> operation = find(r, name, interval);
    if (operation.isEmpty() && name.equals("monitor")) {
      operation = operations(r).stream().filter(o -> o.name().equals("monitor")).findFirst();
    }
    boolean own = operation.isPresent() && operation.get().interval().equals(interval);
    Map<String, String> values =
        own ? options(s, r, operation.get()) : values(s, r, name, interval, operation);
    boolean watches = name.equals("monitor") && !interval.isZero();
    return new Run(
        Optional.ofNullable(values.get(OptionNames.Operation.TIMEOUT))
            .flatMap(Durations::parse)
            .orElse(DEFAULT_TIMEOUT),
        watches ? Values.score(values, OptionNames.Operation.TIMEOUTS_ALLOWED, 1) : 0,
        name.equals("stop") && Values.flag(values, OptionNames.Operation.FORCE, true));
  }

  /** How long one run may take. */
  public static Duration timeout(Situation s, Resource r, String name, Duration interval) {
    return run(s, r, name, interval).timeout();
  }

  /** The role for which a monitor is meant; empty where none is named. */
  public static Optional<Role> role(Map<String, String> options) {
    return Optional.ofNullable(options.get(OptionNames.Operation.ROLE))
        .flatMap(OperationOptions::role);
  }

  /** A role by its name, old names included. */
  public static Optional<Role> role(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "stopped" -> Optional.of(Role.STOPPED);
      case "started" -> Optional.of(Role.STARTED);
      case "unpromoted", "slave" -> Optional.of(Role.UNPROMOTED);
      case "promoted", "master" -> Optional.of(Role.PROMOTED);
      default -> Optional.empty();
    };
  }

  /** What a failure of the operation leads to. */
  public static OnFail onFail(Situation s, Resource r, String name, Duration interval) {
    Map<String, String> options = values(s, r, name, interval, find(r, name, interval));
    boolean stop = name.equals("stop");
    OnFail usual = usual(s, r, name, interval);
    String text = options.get(OptionNames.Operation.ON_FAIL);
    if (text == null) {
      return usual;
    }
    OnFail asked =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "ignore", "nothing" -> OnFail.IGNORE;
          case "stay" -> name.equals("migrate_to") ? OnFail.STAY : usual;
          case "block" -> OnFail.BLOCK;
          case "stop" -> OnFail.STOP;
          case "restart" -> OnFail.RESTART;
          case "migrate" -> OnFail.MIGRATE;
          case "restart-container" -> OnFail.RESTART_CONTAINER;
          case "standby" -> OnFail.STANDBY;
          case "fence" -> s.options.fencing() ? OnFail.FENCE : stop ? OnFail.BLOCK : OnFail.STOP;
          case "demote" -> demotable(name, interval, options) ? OnFail.DEMOTE : usual;
          default -> usual;
        };
    boolean allowedForStop =
        asked == OnFail.FENCE
            || asked == OnFail.BLOCK
            || asked == OnFail.IGNORE
            || asked == OnFail.RESTART;
    return stop && !allowedForStop ? usual : asked;
  }

  private static OnFail usual(Situation s, Resource r, String name, Duration interval) {
    boolean probe = name.equals("monitor") && interval.isZero();
    if (s.connections.containerOf(r).isPresent()) {
      return OnFail.RESTART_CONTAINER;
    }
    if (s.connections.isRemoteConnection(r) && !probe && !name.equals("start")) {
      return r.managed ? OnFail.RESET_REMOTE : OnFail.STOP;
    }
    if (name.equals("stop")) {
      return s.options.fencing() ? OnFail.FENCE : OnFail.BLOCK;
    }
    return OnFail.RESTART;
  }

  private static boolean demotable(String name, Duration interval, Map<String, String> options) {
    return name.equals("promote")
        || (name.equals("monitor")
            && !interval.isZero()
            && role(options).equals(Optional.of(Role.PROMOTED)));
  }

  /** Whether the operation is to be run at all. */
  public static boolean enabled(Map<String, String> options) {
    return Values.flag(options, OptionNames.Operation.ENABLED, true);
  }
}
