package ha.simulation;

import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.List;

/** A plan in a few words, for a verdict. */
final class PlanWords {
  private static final int MOST = 12;

  private PlanWords() {}

  static String of(Plan plan) {
    List<String> words = plan.actions().stream().map(PlanWords::of).toList();
    int more = words.size() - MOST;
    return more <= 0 ? words.toString() : words.subList(0, MOST) + " and " + more + " more";
  }

  private static String of(PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation o ->
          (o.interval().isZero() ? "" : "recurring ")
              + "%s %s on %s".formatted(o.operation(), o.resource(), o.node());
      case PlannedAction.CancelRecurring c ->
          "cancel %s of %s on %s".formatted(c.operation(), c.resource(), c.node());
      case PlannedAction.Fence f -> "fence " + f.node();
      case PlannedAction.ReleaseNode r -> "release " + r.node();
      case PlannedAction.ForgetHistory f -> "forget %s on %s".formatted(f.resource(), f.node());
      case PlannedAction.ClearFailures c ->
          "clear failures of %s on %s".formatted(c.resource(), c.node());
      case PlannedAction.Milestone m -> "%s %s".formatted(m.resource(), m.operation());
    };
  }
}
