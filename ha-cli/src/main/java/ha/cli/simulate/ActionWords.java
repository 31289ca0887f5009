package ha.cli.simulate;

import ha.cli.text.Times;
import ha.model.NodeName;
import ha.model.plan.PlannedAction;
import java.util.Optional;

/** Actions in words. */
final class ActionWords {
  private ActionWords() {}

  /** {@code start web}, without the node. */
  static String what(PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation op -> operation(op);
      case PlannedAction.CancelRecurring c ->
          "end " + c.operation() + " of " + c.resource() + " every " + Times.precise(c.interval());
      case PlannedAction.Fence f ->
          switch (f.mode()) {
            case REBOOT -> "fence: off, then on";
            case OFF -> "fence: off";
            case ON -> "unfence";
          };
      case PlannedAction.ReleaseNode r -> "let it leave";
      case PlannedAction.ForgetHistory f -> "forget what was known of " + f.resource();
      case PlannedAction.ClearFailures c -> "clear failures of " + c.resource();
      case PlannedAction.Milestone m -> m.resource() + " " + m.operation();
    };
  }

  private static String operation(PlannedAction.Operation op) {
    String resource = op.resource().value();
    return switch (op.operation()) {
      case "monitor" ->
          op.interval().isZero()
              ? "look for " + resource
              : "watch " + resource + " every " + Times.precise(op.interval());
      case "migrate_to" ->
          "migrate " + resource + op.migrationTarget().map(n -> " away to " + n).orElse(" away");
      case "migrate_from" ->
          "take over " + resource + op.migrationSource().map(n -> " from " + n).orElse("");
      default -> op.operation() + " " + resource;
    };
  }

  /** The node it is done to or on. */
  static Optional<NodeName> node(PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation op -> Optional.of(op.node());
      case PlannedAction.CancelRecurring c -> Optional.of(c.node());
      case PlannedAction.Fence f -> Optional.of(f.node());
      case PlannedAction.ReleaseNode r -> Optional.of(r.node());
      case PlannedAction.ForgetHistory f -> Optional.of(f.node());
      case PlannedAction.ClearFailures c -> Optional.of(c.node());
      case PlannedAction.Milestone m -> Optional.empty();
    };
  }

  /** Whether it only looks what is there. */
  static boolean isProbe(PlannedAction action) {
    return action instanceof PlannedAction.Operation op
        && op.operation().equals("monitor")
        && op.interval().isZero();
  }

  /** Whether it only begins to watch, or ends that. */
  static boolean isWatching(PlannedAction action) {
    return action instanceof PlannedAction.CancelRecurring
        || (action instanceof PlannedAction.Operation op
            && op.operation().equals("monitor")
            && !op.interval().isZero());
  }
}
