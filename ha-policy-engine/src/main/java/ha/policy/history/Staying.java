package ha.policy.history;

import ha.model.ResourceId;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.ResourceSet;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What a migration that failed has left where it is, and all that it stands on there: nothing of it
 * is stopped, so that the domain keeps its disks.
 */
final class Staying {
  private final Situation s;
  private final Queue<Resource> held = new ArrayDeque<>();

  private Staying(Situation s) {
    this.s = s;
  }

  /** Leaves the resource alone, on that node. */
  static void hold(Resource r, Node node, String why) {
    r.managed = false;
    r.blocked = true;
    r.blockReason = why;
    r.staysOn = node;
  }

  /** Holds whatever those that are held must be started after; once what runs where is known. */
  static void spread(Situation s) {
    Staying staying = new Staying(s);
    s.all.stream().filter(r -> r.staysOn != null).forEach(staying.held::add);
    while (!staying.held.isEmpty()) {
      staying.holdNeeds(staying.held.remove());
    }
  }

  private void holdNeeds(Resource r) {
    Resource in = r.parent;
    if (in != null && in.isGroup()) {
      in.children.stream().takeWhile(member -> member != r).forEach(member -> hold(member, r));
    }
    for (Constraint constraint : s.definitions.constraints()) {
      if (constraint instanceof Constraint.Order order && order.kind() == OrderKind.MANDATORY) {
        if (names(order.then().resource(), r)) {
          hold(order.first().resource(), r);
        }
      } else if (constraint instanceof Constraint.OrderSets sets
          && sets.kind() == OrderKind.MANDATORY) {
        earlier(sets, r).forEach(first -> hold(first, r));
      }
    }
  }

  /** Members of sets that come before the resource. */
  private List<ResourceId> earlier(Constraint.OrderSets constraint, Resource r) {
    List<ResourceId> before = new ArrayList<>();
    for (ResourceSet set : constraint.sets()) {
      List<ResourceId> inSet = new ArrayList<>();
      for (ResourceId member : set.members()) {
        if (names(member, r)) {
          before.addAll(set.sequential() ? inSet : List.of());
          return before;
        }
        inSet.add(member);
      }
      before.addAll(inSet);
    }
    return List.of();
  }

  /** Whether the name means the resource, or what it is a part of. */
  private boolean names(ResourceId id, Resource r) {
    for (Resource named : s.expand(id)) {
      for (Resource up = r; up != null; up = up.parent) {
        if (up == named) {
          return true;
        }
      }
    }
    return false;
  }

  private void hold(ResourceId id, Resource dependent) {
    s.expand(id).forEach(named -> named.primitives().forEach(p -> hold(p, dependent)));
  }

  private void hold(Resource needed, Resource dependent) {
    Node node = dependent.staysOn;
    if (node != null && needed.staysOn == null && needed.active.contains(node)) {
      hold(needed, node, dependent + " stays on " + node + ", and needs it");
      held.add(needed);
    }
  }
}
