package ha.policy.explain;

import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Circles;
import ha.policy.graph.Waits;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Phase: no plan waits for itself. Where definitions leave no way out, what waits in the circle and
 * what waits for that is left undone, the rest is done, and there is a problem to be solved.
 */
public final class Impasses {
  private Impasses() {}

  public static void open(Situation s) {
    for (List<Action> circle = Circles.open(s.graph);
        !circle.isEmpty();
        circle = Circles.open(s.graph)) {
      String text =
          "these wait for each other without end: "
              + circle.stream().map(Action::describe).collect(Collectors.joining(", then "));
      s.problem(
          Problem.Severity.ERROR,
          circle.getFirst().resource,
          null,
          text,
          "",
          "take one of the orders between them out of the definitions");
      Reason obstacle = Reason.of("circle", text);
      Waits.without(circle.getFirst()).forEach(action -> action.forbid(obstacle));
    }
  }
}
