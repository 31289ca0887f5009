package ha.policy.explain;

import ha.model.plan.Problem;
import ha.policy.graph.Action;
import ha.policy.graph.Circles;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.stream.Collectors;

/** Phase: no plan waits for itself; where definitions leave no other way, that is a problem. */
public final class Impasses {
  private Impasses() {}

  public static void open(Situation s) {
    List<Action> circle = Circles.open(s.graph);
    if (!circle.isEmpty()) {
      s.problem(
          Problem.Severity.ERROR,
          circle.getFirst().resource,
          null,
          "these wait for each other without end: "
              + circle.stream().map(Action::describe).collect(Collectors.joining(", then ")),
          "",
          "take one of the orders between them out of the definitions");
    }
  }
}
