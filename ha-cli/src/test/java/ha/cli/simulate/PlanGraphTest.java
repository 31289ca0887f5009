package ha.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.Plan.Ordering;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.Fence;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.plan.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans as graphs, and those that are none. */
class PlanGraphTest {
  @Test
  void waitsThatFollowFromOthersAreLeftOut() {
    PlanGraph graph = graph(new Ordering(0, 1), new Ordering(1, 2), new Ordering(0, 2));

    assertThat(graph.circles()).isEmpty();
    assertThat(graph.before(2)).containsExactly(1);
    assertThat(graph.depth(2)).isEqualTo(2);
  }

  @Test
  void aCircleIsToldOfAndTheRestIsShown() {
    PlanGraph graph = graph(new Ordering(0, 1), new Ordering(1, 2), new Ordering(2, 1));

    assertThat(graph.actions()).containsExactly(fence("n0"), fence("n1"), fence("n2"));
    assertThat(graph.circles()).containsExactly(fence("n1"));
    assertThat(graph.before(2)).containsExactly(1);
  }

  private static PlanGraph graph(Ordering... orders) {
    List<PlannedAction> actions = List.of(fence("n0"), fence("n1"), fence("n2"));
    return PlanGraph.of(new Plan(List.of(), List.of(), actions, Arrays.asList(orders), List.of()));
  }

  private static PlannedAction fence(String node) {
    return new Fence(new NodeName(node), FenceMode.OFF, Reason.of("fencing", "lost"));
  }
}
