package ha.policy.explain;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Phase: the plan as the rest of the system reads it. */
public final class PlanWriter {
  private final Situation s;

  private final Verdicts verdicts;
  private final Inputs inputs;

  private PlanWriter(Situation s) {
    this.s = s;
    this.verdicts = new Verdicts(s);
    this.inputs = new Inputs(s);
  }

  public static Plan write(Situation s) {
    PlanWriter writer = new PlanWriter(s);
    List<Action> planned = Pruning.planned(s);
    int[] number = new int[s.graph.actions().size()];
    Arrays.fill(number, -1);
    List<PlannedAction> actions = new ArrayList<>();
    for (Action action : planned) {
      number[action.id] = actions.size();
      actions.add(writer.action(action));
    }
    List<Decision> decisions = writer.decisions();
    return new Plan(
        writer.placement(), decisions, actions, orders(planned, number), List.copyOf(s.problems));
  }

  /** Each once, by what is before, then by what is after. */
  private static List<Plan.Ordering> orders(List<Action> planned, int[] number) {
    List<Plan.Ordering> orders = new ArrayList<>();
    int[] after = new int[16];
    for (Action first : planned) {
      int size = 0;
      for (Edge edge : first.outgoing) {
        if (number[edge.then().id] >= 0 && !edge.has(Edge.Effect.UNORDERED)) {
          if (size == after.length) {
            after = Arrays.copyOf(after, 2 * size);
          }
          after[size++] = number[edge.then().id];
        }
      }
      Arrays.sort(after, 0, size);
      for (int i = 0; i < size; i++) {
        if (i == 0 || after[i] != after[i - 1]) {
          orders.add(new Plan.Ordering(number[first.id], after[i]));
        }
      }
    }
    return orders;
  }

  private List<Placement> placement() {
    List<Placement> placement = new ArrayList<>();
    AfterState afterwards = new AfterState(s);
    for (Resource r : s.all) {
      if (!r.isPrimitive()) {
        continue;
      }
      Map<Node, Role> after = afterwards.of(r);
      after.forEach((node, role) ->
          placement.add(new Placement(r.id, r.base(), Optional.of(node.name), role)));
      if (after.isEmpty() && !r.orphan) {
        placement.add(new Placement(r.id, r.base(), Optional.empty(), Role.STOPPED));
      }
    }
    return placement;
  }

  private List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (Resource r : s.all) {
      if (r.isPrimitive() && !(r.orphan && r.active.isEmpty())) {
        Decision decision = Decisions.of(r, verdicts);
        decisions.add(decision);
        Obstacles.find(s, r, decision);
      }
    }
    return decisions;
  }

  private PlannedAction action(Action a) {
    Reason reason =
        a.reason == null ? Reason.of("order", "others are ordered around it") : a.reason;
    return switch (a.kind) {
      case OPERATION -> a.pseudo ? milestone(a, reason) : operation(a, reason);
      case MILESTONE -> milestone(a, reason);
      case FENCE, UNFENCE -> a.pseudo ? guestFence(a, reason) : fence(a, reason);
      case CLEAR_FAILURES -> new PlannedAction.ClearFailures(resource(a).id, node(a).name, reason);
      case FORGET -> new PlannedAction.ForgetHistory(resource(a).id, node(a).name, reason);
      case CANCEL ->
          new PlannedAction.CancelRecurring(
              known(resource(a), node(a)), a.operation, a.interval, node(a).name, reason);
      case RELEASE -> new PlannedAction.ReleaseNode(node(a).name, reason);
    };
  }

  private static PlannedAction milestone(Action a, Reason reason) {
    ResourceId id = a.resource == null ? new ResourceId("cluster") : a.resource.id;
    return new PlannedAction.Milestone(id, a.operation, reason);
  }

  private static PlannedAction fence(Action a, Reason reason) {
    return new PlannedAction.Fence(node(a).name, mode(a), reason);
  }

  private static FenceMode mode(Action a) {
    return a.kind == Action.Kind.UNFENCE
        ? FenceMode.ON
        : "off".equals(a.fenceMode) ? FenceMode.OFF : FenceMode.REBOOT;
  }

  /** The end of a guest comes with that of its container. */
  private PlannedAction guestFence(Action a, Reason reason) {
    ResourceId container =
        s.connections
            .containerOf(node(a))
            .map(r -> r.id)
            .orElse(new ResourceId(node(a).name.value()));
    return new PlannedAction.Milestone(
        container,
        PlannedAction.Milestone.FENCED,
        Optional.of(node(a).name),
        Optional.of(mode(a)),
        reason);
  }

  private PlannedAction operation(Action a, Reason reason) {
    Resource r = resource(a);
    Node node = node(a);
    Inputs.Input input = inputs.of(r, a.operation, a.interval, node);
    return new PlannedAction.Operation(
        known(r, node),
        r.base(),
        r.agent(),
        a.operation,
        node.name,
        a.interval,
        input.run().timeout(),
        a.expectedExitCode,
        input.parameters(),
        a.environment,
        Optional.ofNullable(a.migrationSource).map(n -> n.name),
        Optional.ofNullable(a.migrationTarget).map(n -> n.name),
        input.fingerprint(),
        "",
        input.run().timeoutsAllowed(),
        input.run().force(),
        reason);
  }

  /** The name by which the node knows the instance. */
  private static ResourceId known(Resource r, Node node) {
    if (r.unique) {
      return r.id;
    }
    String id = r.historyIds.get(node);
    return id == null ? r.base() : new ResourceId(id);
  }

  private static Node node(Action a) {
    Node node = a.node;
    if (node == null) {
      throw new IllegalStateException("planned action without a node: " + a);
    }
    return node;
  }

  private static Resource resource(Action a) {
    Resource r = a.resource;
    if (r == null) {
      throw new IllegalStateException("planned action without a resource: " + a);
    }
    return r;
  }
}
