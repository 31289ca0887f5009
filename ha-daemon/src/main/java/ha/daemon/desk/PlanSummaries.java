package ha.daemon.desk;

import ha.api.PlanSummary;
import ha.api.PlanSummary.Downtime;
import ha.api.PlanSummary.Step;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A plan in the words of the API. */
final class PlanSummaries {
  /** Taken for the stop and the start of a resource when nothing is known of it. */
  private static final Duration GUESS = Duration.ofSeconds(1);

  private PlanSummaries() {}

  static PlanSummary of(Plan plan) {
    List<Step> steps = new ArrayList<>();
    List<Downtime> downtime = new ArrayList<>();
    List<String> risks = new ArrayList<>();
    for (PlannedAction action : plan.actions()) {
      if (action instanceof PlannedAction.Fence f) {
        steps.add(
            new Step(
                "fence", f.node().value(), Optional.empty(), Optional.empty(), f.reason().text()));
        risks.add(f.node() + " is switched off; what runs there is interrupted");
      }
    }
    for (Decision d : plan.decisions()) {
      if (d.kind() == Decision.Kind.STAY || d.kind() == Decision.Kind.REMAIN_STOPPED) {
        continue;
      }
      String reason = d.reasons().isEmpty() ? "" : d.reasons().getFirst().text();
      String verb = d.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      steps.add(new Step(verb, d.resource().value(), d.from(), d.to(), reason));
      if (interrupts(d.kind())) {
        downtime.add(new Downtime(d.resource(), GUESS));
      }
    }
    for (Problem p : plan.problems()) {
      if (p.severity() == Problem.Severity.ERROR) {
        risks.add(p.text());
      }
    }
    downtime.sort(Comparator.comparing(Downtime::estimate).reversed());
    return new PlanSummary(steps, downtime, risks);
  }

  private static boolean interrupts(Decision.Kind kind) {
    return switch (kind) {
      case RESTART, RECOVER, MOVE, STOP, DEMOTE, RE_PROMOTE -> true;
      case STAY, REMAIN_STOPPED, START, MIGRATE, PROMOTE, RELOAD -> false;
    };
  }
}
