package ha.policy.ordering;

import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.action.CollectiveActions;
import ha.policy.action.Starts;
import ha.policy.clone.Notifications;
import ha.policy.colocation.ColocationScores;
import ha.policy.colocation.Pairing;
import ha.policy.graph.Action;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Phase: which actions of which resources wait for each other, from the definitions. */
public final class Orders {
  private final Situation s;
  private final Partners partners;
  private final String id;
  private final SourcePosition position;

  private Orders(Situation s, Partners partners, String id, SourcePosition position) {
    this.s = s;
    this.partners = partners;
    this.id = id;
    this.position = position;
  }

  public static void apply(Situation s) {
    Partners partners = new Partners();
    for (Constraint constraint : s.definitions.constraints()) {
      if (constraint instanceof Constraint.Order order) {
        new Orders(s, partners, order.id(), order.position()).pair(order);
      } else if (constraint instanceof Constraint.OrderSets sets) {
        new Orders(s, partners, sets.id(), sets.position()).sets(sets);
      }
    }
    partners.settle();
  }

  private void pair(Constraint.Order order) {
    for (Resource first : find(order.first())) {
      for (Resource then : find(order.then())) {
        boolean some =
            first.isMultiple() && (!order.requireAll().orElse(true) || first.cloneMin > 0);
        // A number of instances that must be there must be there whatever the kind.
        OrderKind kind = some ? OrderKind.MANDATORY : order.kind();
        both(
            first,
            order.first().action(),
            then,
            order.then().action(),
            kind,
            symmetrical(order.kind(), order.symmetrical()),
            some);
      }
    }
  }

  private List<Resource> find(ActionReference reference) {
    return s.expand(reference.resource()).stream()
        .map(r ->
            reference
                .instance()
                .flatMap(n -> r.children.stream().filter(c -> c.instance == n).findFirst())
                .orElse(r))
        .toList();
  }

  private static boolean symmetrical(OrderKind kind, Optional<Boolean> asked) {
    return kind != OrderKind.SERIALIZE && asked.orElse(true);
  }

  // ---- sets

  private void sets(Constraint.OrderSets constraint) {
    ResourceSet previous = null;
    for (ResourceSet set : constraint.sets()) {
      OrderKind kind = set.kind().orElse(constraint.kind());
      boolean symmetrical = symmetrical(kind, constraint.symmetrical());
      List<Resource> members = members(set);
      if (set.sequential()) {
        for (int i = 1; i < members.size(); i++) {
          both(
              members.get(i - 1),
              action(set),
              members.get(i),
              action(set),
              kind,
              symmetrical,
              false);
        }
      }
      if (previous != null) {
        between(
            previous,
            set,
            constraint.kind(),
            symmetrical(constraint.kind(), constraint.symmetrical()));
      }
      previous = set;
    }
  }

  private static String action(ResourceSet set) {
    return set.action().orElse("start");
  }

  private List<Resource> members(ResourceSet set) {
    List<Resource> members = new ArrayList<>();
    set.members().forEach(name -> members.addAll(s.expand(name)));
    return members;
  }

  private void between(ResourceSet before, ResourceSet after, OrderKind kind, boolean symmetrical) {
    List<Resource> firsts = members(before);
    List<Resource> thens = members(after);
    if (firsts.isEmpty() || thens.isEmpty()) {
      return;
    }
    if (!before.requireAll()) {
      someOf(before, firsts, after, thens);
      return;
    }
    List<Resource> ends = before.sequential() ? List.of(firsts.getLast()) : firsts;
    List<Resource> begins = after.sequential() ? List.of(thens.getFirst()) : thens;
    for (Resource first : ends) {
      for (Resource then : begins) {
        both(first, action(before), then, action(after), kind, symmetrical, false);
      }
    }
  }

  /** One of the first set is enough. */
  private void someOf(
      ResourceSet before, List<Resource> firsts, ResourceSet after, List<Resource> thens) {
    Action gate =
        s.graph.make(
            Action.Kind.MILESTONE, null, "one-of:" + before.id(), java.time.Duration.ZERO, null);
    gate.requiredRunnable = 1;
    for (Resource first : firsts) {
      for (Action end : ends(first, action(before))) {
        s.graph.order(end, gate, id, position, Effect.THEN_TOO, Effect.NEEDS_SOME);
      }
    }
    for (Resource then : thens) {
      for (Action begin : begins(then, action(after))) {
        s.graph.order(gate, begin, id, position, Effect.NEEDS_FIRST);
      }
    }
  }

  // ---- pairs

  private void both(
      Resource first,
      String firstAction,
      Resource then,
      String thenAction,
      OrderKind kind,
      boolean symmetrical,
      boolean someInstances) {
    Set<Effect> forward = forward(kind, symmetrical, firstAction);
    boolean restartsAnyway =
        kind == OrderKind.OPTIONAL && "restart".equals(then.options.get("restart-type"));
    if (restartsAnyway) {
      forward.add(Effect.THEN_TOO);
    }
    boolean givesWay = kind != OrderKind.MANDATORY;
    if (givesWay) {
      forward.add(Effect.GIVES_WAY);
    }
    boolean stuck = firstAction.equals("stop") && !first.managed && first.isActive();
    if (stuck && kind == OrderKind.MANDATORY) {
      forward.add(Effect.NEEDS_FIRST);
    }
    apply(first, firstAction, then, thenAction, forward, someInstances);
    if (symmetrical) {
      Set<Effect> inverse = EnumSet.noneOf(Effect.class);
      if (kind == OrderKind.MANDATORY) {
        inverse.add(Effect.FIRST_TOO);
        inverse.add(Effect.NEEDS_FIRST_DONE);
        if (someInstances) {
          inverse.clear();
        }
      }
      if (restartsAnyway) {
        inverse.add(Effect.FIRST_TOO);
      }
      if (givesWay) {
        inverse.add(Effect.GIVES_WAY);
      }
      apply(then, inverse(thenAction), first, inverse(firstAction), inverse, someInstances);
    }
  }

  private static Set<Effect> forward(OrderKind kind, boolean symmetrical, String firstAction) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    boolean up = firstAction.equals("start") || firstAction.equals("promote");
    if (kind == OrderKind.MANDATORY) {
      if (symmetrical) {
        effects.add(Effect.THEN_TOO);
        if (up) {
          effects.add(Effect.NEEDS_FIRST);
        }
      } else {
        effects.add(Effect.NEEDS_FIRST_ONCE);
      }
    }
    return effects;
  }

  private static String inverse(String action) {
    return switch (action) {
      case "start" -> "stop";
      case "stop" -> "start";
      case "promote" -> "demote";
      case "demote" -> "promote";
      default -> action;
    };
  }

  private static boolean isDown(String action) {
    return action.equals("stop") || action.equals("demote");
  }

  private void apply(
      Resource first,
      String firstAction,
      Resource then,
      String thenAction,
      Set<Effect> effects,
      boolean someInstances) {
    Resource dependent = isDown(firstAction) ? first : then;
    boolean pairs =
        !someInstances
            && first.isMultiple()
            && then.isMultiple()
            && first != then
            && dependent.interleave;
    if (pairs) {
      interleave(first, firstAction, then, thenAction, effects);
      if (s.options.waitForWholeClone()) {
        Set<Effect> whole = EnumSet.noneOf(Effect.class);
        if (effects.contains(Effect.GIVES_WAY)) {
          whole.add(Effect.GIVES_WAY);
        }
        for (Action end : ends(first, firstAction)) {
          begins(then, thenAction).forEach(begin -> order(end, begin, whole));
        }
      }
      return;
    }
    Set<Effect> between = EnumSet.copyOf(effects);
    if (someInstances && between.remove(Effect.THEN_TOO)) {
      between.add(Effect.NEEDS_FIRST);
    }
    List<Action> ends = ends(first, firstAction);
    List<Action> begins = begins(then, thenAction);
    Set<Effect> direct = EnumSet.copyOf(between);
    if (!then.isPrimitive()) {
      direct.remove(Effect.THEN_TOO);
    }
    if (!first.isPrimitive()) {
      direct.remove(Effect.FIRST_TOO);
    }
    if (first.isMultiple()) {
      direct.remove(Effect.THEN_TOO);
    }
    if (then.isMultiple()) {
      direct.remove(Effect.FIRST_TOO);
    }
    for (Action end : ends) {
      begins.forEach(begin -> order(end, begin, direct));
    }
    if (between.contains(Effect.THEN_TOO) && !(first.isPrimitive() && then.isPrimitive())) {
      spread(first, firstAction, ends, then, thenAction);
    }
    if (between.contains(Effect.FIRST_TOO) && !(first.isPrimitive() && then.isPrimitive())) {
      spreadBack(first, firstAction, then, thenAction, begins);
    }
  }

  /**
   * What happens to an instance of a clone matters to what is on its node; to another clone that
   * does not interleave it matters everywhere.
   */
  private void spread(
      Resource first, String firstAction, List<Action> ends, Resource then, String thenAction) {
    for (Action begin : each(then, thenAction)) {
      if (first.isMultiple()) {
        for (Action end : each(first, firstAction)) {
          if (then.isMultiple() || end.node == begin.node) {
            order(end, begin, EnumSet.of(Effect.THEN_TOO));
          }
        }
      } else {
        ends.forEach(end -> order(end, begin, EnumSet.of(Effect.THEN_TOO)));
      }
    }
  }

  /**
   * A clone that loses one instance is still there for what stands on it; only a live migration
   * would not notice that the instance is gone for a while. Nobody is demoted because what its
   * promotion waited for stops (measured with 2.1.5).
   */
  private void spreadBack(
      Resource first, String firstAction, Resource then, String thenAction, List<Action> begins) {
    for (Action end : each(first, firstAction)) {
      if (then.isMultiple()) {
        for (Action begin : each(then, thenAction)) {
          if (begin.node == end.node) {
            order(end, begin, EnumSet.of(Effect.FIRST_NOT_LIVE));
          }
        }
      } else if (!firstAction.equals("demote")) {
        begins.forEach(begin -> order(end, begin, EnumSet.of(Effect.FIRST_TOO)));
      }
    }
  }

  private void order(Action first, Action then, Set<Effect> effects) {
    Set<Effect> lasting = EnumSet.noneOf(Effect.class);
    lasting.addAll(effects);
    if (leftAlone(first)) {
      lasting.remove(Effect.FIRST_TOO);
      lasting.remove(Effect.NEEDS_FIRST_DONE);
    }
    s.graph.order(first, then, id, position, lasting.toArray(Effect[]::new));
  }

  /** The stop of what nobody manages never comes, and nothing waits for it. */
  private static boolean leftAlone(Action action) {
    Resource r = action.resource;
    return r != null && r.isPrimitive() && !r.managed && !r.blocked && isDown(action.operation);
  }

  private static List<Action> each(Resource r, String action) {
    List<Action> all = new ArrayList<>();
    r.acting(action).forEach(p -> all.addAll(p.actions(action)));
    return all;
  }

  private List<Action> ends(Resource r, String action) {
    if (!r.isPrimitive()) {
      String end = CollectiveActions.end(action);
      boolean tells = r.isClone() && r.notify;
      Action milestone = s.graph.milestone(r, tells ? Notifications.told(end) : end);
      if (action.equals("promote") && !r.promotable && !r.inPromotable()) {
        milestone.forbid(Reason.of("promotion", r + " is nothing that can be promoted"));
      }
      return List.of(milestone);
    }
    if (action.equals("start") || action.equals("promote")) {
      Starts.of(s, r, action);
    }
    return r.actions(action);
  }

  private List<Action> begins(Resource r, String action) {
    return r.isPrimitive() ? r.actions(action) : List.of(s.graph.milestone(r, action));
  }

  private void interleave(
      Resource first, String firstAction, Resource then, String thenAction, Set<Effect> effects) {
    boolean down = isDown(firstAction);
    if (!down && effects.contains(Effect.NEEDS_FIRST)) {
      partners.need(first, then, thenAction, id, position);
    }
    for (Resource instance : then.copies()) {
      List<Node> places = new ArrayList<>();
      if (down) {
        places.addAll(instance.active);
      } else {
        Node place = ColocationScores.placeOf(instance);
        if (place != null) {
          places.add(place);
        }
      }
      for (Node place : places) {
        Resource partner = Pairing.onNode(first, place, Optional.empty(), down);
        if (partner != null) {
          apply(
              acting(partner, firstAction),
              firstAction,
              acting(instance, thenAction),
              thenAction,
              effects,
              false);
        }
      }
    }
  }

  /** The instance of a bundle's child, where that is promoted or demoted and not the container. */
  private Resource acting(Resource copy, String action) {
    boolean inRole = action.equals("promote") || action.equals("demote");
    return inRole ? s.bundles.ofContainer(copy).flatMap(Replica::child).orElse(copy) : copy;
  }
}
