package ha.policy.report;

import ha.model.NodeName;
import ha.model.Score;
import ha.model.plan.Decision;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as text for people. */
public final class PlanText {
  private PlanText() {}

  /** Decisions, actions with what they wait for, problems. */
  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    text.append("decisions:\n");
    for (Decision decision : plan.decisions()) {
      text.append("  ").append(decision(decision)).append('\n');
    }
    text.append("actions:\n");
    List<List<Integer>> waits = new ArrayList<>();
    plan.actions().forEach(action -> waits.add(new ArrayList<>()));
    plan.orders().forEach(order -> waits.get(order.after()).add(order.before()));
    for (int i = 0; i < plan.actions().size(); i++) {
      text.append("  ").append(i).append(' ').append(action(plan.actions().get(i)));
      if (!waits.get(i).isEmpty()) {
        text.append("  after ").append(waits.get(i));
      }
      text.append('\n');
    }
    text.append("problems:\n");
    for (Problem problem : plan.problems()) {
      text.append("  ").append(problem.severity()).append(": ").append(problem.text()).append('\n');
      if (!problem.next().isEmpty()) {
        text.append("    next: ").append(problem.next()).append('\n');
      }
      if (!problem.remedy().isEmpty()) {
        text.append("    remedy: ").append(problem.remedy()).append('\n');
      }
    }
    return text.toString();
  }

  /** Why an instance is, or is not, on each node. */
  public static String explain(Decision decision) {
    StringBuilder text = new StringBuilder();
    for (NodeVerdict verdict : decision.nodes()) {
      text.append(verdict.node()).append(" scores ").append(verdict.score()).append('\n');
      for (Reason reason : verdict.contributions()) {
        text.append("  ")
            .append(reason.score().map(PlanText::signed).orElse(" "))
            .append(' ')
            .append(reason.text())
            .append(where(reason))
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String signed(Score score) {
    return (score.value() > 0 ? "+" : "") + score;
  }

  private static String where(Reason reason) {
    return reason.position().line() == 0 ? "" : " (" + reason.position() + ")";
  }

  private static String decision(Decision d) {
    String places =
        switch (d.kind()) {
          case STAY -> d.from().map(n -> " on " + n).orElse("");
          case REMAIN_STOPPED -> "";
          case START -> d.to().map(n -> " on " + n).orElse("");
          case STOP -> d.from().map(n -> " on " + n).orElse("");
          case MOVE, MIGRATE ->
              " from " + word(d.from().orElse(null)) + " to " + word(d.to().orElse(null));
          case RESTART, RECOVER, PROMOTE, DEMOTE, RE_PROMOTE, RELOAD ->
              d.to().or(d::from).map(n -> " on " + n).orElse("");
        };
    String verb = d.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return d.resource()
        + ": "
        + verb
        + places
        + (d.blocked() ? " (blocked)" : "")
        + d.reasons().stream().map(r -> "\n    " + r.text() + where(r)).reduce("", String::concat);
  }

  private static String word(@org.jspecify.annotations.Nullable NodeName name) {
    return name == null ? "nowhere" : name.value();
  }

  private static String action(PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation op ->
          op.operation()
              + every(op.interval())
              + " "
              + op.resource()
              + " on "
              + op.node()
              + op.migrationTarget()
                  .filter(t -> op.operation().equals("migrate_to"))
                  .map(t -> " to " + t)
                  .orElse("");
      case PlannedAction.CancelRecurring c ->
          "cancel " + c.operation() + every(c.interval()) + " " + c.resource() + " on " + c.node();
      case PlannedAction.Fence f ->
          "fence " + f.node() + " " + f.mode().name().toLowerCase(Locale.ROOT);
      case PlannedAction.ReleaseNode r -> "release " + r.node();
      case PlannedAction.ForgetHistory f -> "forget " + f.resource() + " on " + f.node();
      case PlannedAction.ClearFailures c -> "clear failures of " + c.resource() + " on " + c.node();
      case PlannedAction.Milestone m -> "- " + m.resource() + " " + m.operation();
    };
  }

  private static String every(Duration interval) {
    return interval.isZero() ? "" : "/" + interval.toMillis() + "ms";
  }
}
