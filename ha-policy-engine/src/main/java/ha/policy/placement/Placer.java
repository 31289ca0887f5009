package ha.policy.placement;

import ha.model.Role;
import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.colocation.ColocationScores;
import ha.policy.colocation.Colocations;
import ha.policy.colocation.Wishes;
import ha.policy.promotion.Promotion;
import ha.policy.remote.ContainerColocations;
import ha.policy.remote.RemoteStatus;
import ha.policy.situation.ClusterOptions.PlacementStrategy;
import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import ha.policy.utilization.Capacity;
import ha.policy.utilization.Needs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Phase: gives every resource its node. */
public final class Placer {
  private final Situation s;
  private final ColocationScores colocation;
  private final Wishes wishes;
  private final ClonePlacer clones;
  private final Promotion promotion;

  private Placer(Situation s) {
    this.s = s;
    this.colocation = new ColocationScores(s);
    this.wishes = new Wishes(s);
    this.clones = new ClonePlacer(s, this, wishes);
    this.promotion = new Promotion(s, colocation, wishes);
  }

  public static void placeAll(Situation s) {
    Placer placer = new Placer(s);
    if (s.options.strategy() != PlacementStrategy.DEFAULT) {
      PlacementOrder.sort(s, placer.wishes);
    }
    for (Resource r : List.copyOf(s.resources)) {
      if (s.connections.isConnection(r)) {
        placer.place(r, r.partialTarget);
      }
    }
    for (Resource r : List.copyOf(s.resources)) {
      placer.place(r, null);
    }
  }

  /** Places the resource, and before it whatever it depends on. */
  @Nullable Node place(Resource r, @Nullable Node preferred) {
    Resource parent = r.parent;
    if (parent != null && !parent.assigning && r.provisional) {
      place(parent, preferred);
    }
    if (!r.provisional) {
      return ColocationScores.placeOf(r);
    }
    if (r.assigning) {
      return null;
    }
    r.assigning = true;
    Node place =
        switch (r.variant) {
          case PRIMITIVE -> placePrimitive(r, preferred);
          case GROUP -> placeGroup(r, preferred);
          case CLONE -> placeClone(r);
          case BUNDLE -> placeBundle(r);
        };
    r.assigning = false;
    return place;
  }

  private @Nullable Node placeGroup(Resource group, @Nullable Node preferred) {
    for (Resource member : group.children) {
      place(member, preferred);
    }
    group.provisional = false;
    return ColocationScores.placeOf(group);
  }

  private @Nullable Node placeClone(Resource clone) {
    if (clone.promotable) {
      promotion.addScores(clone);
    }
    for (Colocation c : Colocations.of(clone)) {
      place(c.primary(), null);
    }
    wishes.listen(clone, true);
    clones.distribute(clone);
    Steady.keep(clone);
    clone.provisional = false;
    if (clone.promotable) {
      promotion.choose(clone);
    }
    return null;
  }

  private @Nullable Node placeBundle(Resource bundle) {
    for (Colocation c : Colocations.of(bundle)) {
      place(c.primary(), null);
    }
    wishes.listen(bundle, true);
    clones.distribute(bundle);
    for (Replica replica : s.bundles.of(bundle)) {
      replica.address().ifPresent(address -> place(address, null));
      replica
          .connection()
          .ifPresent(connection -> {
            withHost(connection, replica.container());
            place(connection, null);
          });
      replica.child().ifPresent(child -> placeChild(child, replica.guest().orElse(null)));
    }
    for (Resource part : bundle.children) {
      place(part, null);
    }
    bundle.provisional = false;
    return null;
  }

  /** A container on a remote node is reached from where the connection to that node is. */
  private void withHost(Resource connection, Resource container) {
    Node host = container.assigned;
    if (host == null || !host.remote()) {
      return;
    }
    s.connections
        .of(host)
        .ifPresent(outer -> {
          Colocation nested = ContainerColocations.nested(connection, outer);
          s.colocations.add(nested);
          connection.colocatedWith.addFirst(nested);
          outer.dependents.addFirst(nested);
        });
  }

  /** An instance of a bundle's child belongs in its container, come what may. */
  private void placeChild(Resource child, @Nullable Node guest) {
    Resource clone = child.cloneOf().orElse(child);
    clone.assigning = true;
    place(child, guest);
    clone.assigning = false;
  }

  private @Nullable Node placePrimitive(Resource r, @Nullable Node preferred) {
    for (Colocation c : Colocations.of(r)) {
      follow(r, c);
    }
    wishes.listen(r, false);
    if (r.nextRole.equals(Optional.of(Role.STOPPED))) {
      Reason why =
          r.nextRoleReason.orElseGet(() -> Reason.of("target-role", r + " is to be stopped"));
      banEverywhere(r, why);
    }
    Node wanted = preferred;
    if (s.options.strategy() != PlacementStrategy.DEFAULT) {
      Node roomiest = Needs.banWhereTooMuch(s, r);
      wanted = preferred == null ? roomiest : preferred;
    }
    choose(r, wanted);
    RemoteStatus.placed(s, r);
    r.provisional = false;
    return r.assigned;
  }

  private void follow(Resource r, Colocation c) {
    boolean mayYield =
        c.dependentRole().equals(Optional.of(Role.PROMOTED))
            || (c.score() < 0 && c.score() > -Scores.INFINITY);
    place(c.primary(), null);
    Scores before = mayYield ? r.scores.copy() : r.scores;
    colocation.follow(r, c.primary(), c);
    if (mayYield && !ColocationScores.anyAvailable(s, r.scores)) {
      r.scores.adopt(
          before,
          (node, difference) ->
              new Reason(
                  "colocation",
                  "colocation " + c.id() + " yields: it would leave no node",
                  Optional.of(c.id()),
                  c.position(),
                  Optional.of(difference)));
    }
  }

  private void banEverywhere(Resource r, Reason why) {
    Reason scored =
        new Reason(
            why.rule(),
            why.text(),
            why.definition(),
            why.position(),
            Optional.of(Score.MINUS_INFINITY));
    for (Node node : s.nodes) {
      if (r.scores.allows(node.index)) {
        r.scores.add(node.index, -Scores.INFINITY, scored);
      }
    }
  }

  private Reason leftAlone(Resource r) {
    if (r.blocked) {
      return Reason.of("blocked", r + " is blocked: " + r.blockReason);
    }
    if (s.nothingToFenceWith) {
      return Reason.of("no-fence-device", "fencing is on, but no fence device is defined");
    }
    String why = r.maintenance ? "maintenance" : "unmanaged";
    return Reason.of(why, r + " is left as it is (" + why + ")");
  }

  private void choose(Resource r, @Nullable Node preferred) {
    if (!r.managed) {
      r.setNextRole(r.role, leftAlone(r));
      give(r, r.current());
      return;
    }
    if (s.options.stopAll()) {
      r.setNextRole(
          Role.STOPPED, Reason.of("stop-all-resources", "the operator wants everything stopped"));
      return;
    }
    Node best = best(r, preferred);
    if (best == null
        || r.scores.get(best.index) < 0
        || !(best.available() || best.kind == Node.Kind.GUEST)) {
      if (!r.nextRole.equals(Optional.of(Role.STOPPED))) {
        r.setNextRole(Role.STOPPED, Reason.of("no-node", "no node may run " + r));
      }
      return;
    }
    give(r, best);
  }

  private @Nullable Node best(Resource r, @Nullable Node preferred) {
    Node current = r.current();
    Node best = NodeOrder.best(s, r, current);
    if (best == null) {
      return null;
    }
    if (preferred != null && r.scores.allows(preferred.index)) {
      int score = r.scores.get(preferred.index);
      boolean good =
          score >= 0
              && preferred.available()
              && (!best.available() || score >= r.scores.get(best.index));
      if (good) {
        return preferred;
      }
    }
    boolean settled =
        current != null
            && current.available()
            && best.available()
            && r.scores.get(best.index) > 0
            && r.scores.get(current.index) == r.scores.get(best.index)
            && !(r.unique && r.cloneOf().isPresent());
    return settled ? current : best;
  }

  private static void give(Resource r, @Nullable Node node) {
    r.assigned = node;
    if (node != null) {
      node.assignedCount++;
      Capacity.take(node, r.utilization);
    }
  }

  /** Takes a place back. */
  void unplace(Resource r) {
    if (!r.isPrimitive()) {
      r.children.forEach(this::unplace);
    } else if (r.assigned != null) {
      r.assigned.assignedCount--;
      Capacity.give(r.assigned, r.utilization);
      r.assigned = null;
    }
    r.provisional = true;
  }

  /** A reason with a score, for what placement itself adds. */
  static Reason banned(String rule, String text) {
    return new Reason(
        rule, text, Optional.empty(), SourcePosition.NONE, Optional.of(Score.MINUS_INFINITY));
  }
}
