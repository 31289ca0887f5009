package ha.policy.promotion;

import ha.model.Role;
import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.colocation.ColocationScores;
import ha.policy.colocation.Colocations;
import ha.policy.colocation.Wishes;
import ha.policy.options.Values;
import ha.policy.situation.ClusterOptions.QuorumPolicy;
import ha.policy.situation.Colocation;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Which instances of a promotable clone are promoted. */
public final class Promotion {
  private final Situation s;
  private final ColocationScores colocation;
  private final Wishes wishes;

  public Promotion(Situation s, ColocationScores colocation, Wishes wishes) {
    this.s = s;
    this.colocation = colocation;
    this.wishes = wishes;
  }

  /** Before placement: instances are drawn to where their agents promise to be good. */
  public void addScores(Resource clone) {
    for (Resource instance : clone.children) {
      for (Node node : s.nodes) {
        if (!instance.scores.allows(node.index) || instance.scores.get(node.index) < 0) {
          continue;
        }
        int score = score(instance, node).orElse(0);
        if (score > 0) {
          instance.scores.add(node.index, score, reason("promotion", "promotion score", score));
        }
      }
    }
  }

  /** After placement: promotes the best instances. */
  public void choose(Resource clone) {
    for (Resource instance : clone.children) {
      judge(instance);
    }
    Scores wanted = wanted(clone);
    Map<Resource, Integer> rank = rank(clone, wanted);
    List<Resource> order = new ArrayList<>(clone.children);
    order.sort(
        Comparator.comparingInt((Resource i) -> -rank.getOrDefault(i, 0))
            .thenComparingInt(i -> -promotedNow(i))
            .thenComparingInt(i -> i.instance));
    int[] promotedOn = new int[s.nodes.size()];
    int promoted = 0;
    for (Resource instance : order) {
      Optional<Reason> refusal =
          promoted >= clone.promotedMax
              ? Optional.of(
                  Reason.of("promoted-max", clone + " has its " + clone.promotedMax + " promoted"))
              : refusal(clone, instance, wanted, promotedOn);
      if (refusal.isEmpty()) {
        Node node = ColocationScores.placeOf(instance);
        if (node != null) {
          promotedOn[node.index]++;
        }
        promoted++;
        setRole(instance, Role.PROMOTED, promotionReason(instance));
      } else if (ColocationScores.placeOf(instance) != null) {
        setRole(instance, Role.UNPROMOTED, refusal.get());
      }
    }
  }

  private Reason promotionReason(Resource instance) {
    return reason(
        "promotion", instance + " has the best promotion score", instance.promotionPriority);
  }

  private static int promotedNow(Resource instance) {
    return instance.currentRole() == Role.PROMOTED ? 1 : 0;
  }

  private static void setRole(Resource r, Role role, Reason why) {
    if (r.isPrimitive()) {
      if (r.nextRole.equals(Optional.of(Role.STOPPED)) && r.assigned == null) {
        return;
      }
      r.setNextRole(role, why);
    }
    r.children.forEach(child -> setRole(child, role, why));
  }

  /** Sums what speaks for promoting an instance where it was placed. */
  private void judge(Resource instance) {
    Node node = ColocationScores.placeOf(instance);
    if (node == null) {
      instance.promotionPriority = -Scores.INFINITY;
      return;
    }
    Optional<Role> wanted = instance.nextRole.or(() -> instance.targetRole);
    if (wanted.isPresent()
        && (wanted.get() == Role.STOPPED || wanted.get() == Role.UNPROMOTED)
        && instance.primitives().stream().allMatch(p -> p.managed)) {
      instance.promotionPriority = -Scores.INFINITY;
      instance.promotionReasons.add(
          reason("target-role", "wanted no further than " + wanted.get(), -Scores.INFINITY));
      return;
    }
    OptionalInt score = score(instance, node);
    instance.promotionPriority = score.orElse(-1);
    instance.promotionReasons.add(
        reason(
            "promotion",
            score.isPresent()
                ? "promotion score of " + instance + " on " + node
                : instance + " has no promotion score on " + node,
            instance.promotionPriority));
    for (Resource.RoleScore location : instance.promotedLocations) {
      if (location.node() == node) {
        add(instance, location.score(), location.reason());
      }
    }
    for (Colocation c : Colocations.of(instance)) {
      if (c.dependentRole().equals(Optional.of(Role.PROMOTED))) {
        int before = instance.promotionPriority;
        follow(instance, c);
        if (instance.promotionPriority != before) {
          instance.promotionReasons.add(
              new Reason(
                  "colocation",
                  "colocation " + c.id() + " with " + c.primary(),
                  Optional.of(c.id()),
                  c.position(),
                  Optional.of(Score.of(instance.promotionPriority))));
        }
      }
    }
  }

  private void follow(Resource instance, Colocation c) {
    if (instance.isPrimitive()) {
      colocation.follow(instance, c.primary(), c);
      return;
    }
    Resource first = instance.children.getFirst();
    first.promotionPriority = instance.promotionPriority;
    colocation.follow(first, c.primary(), c);
    instance.promotionPriority = first.promotionPriority;
  }

  private static void add(Resource instance, int score, Reason reason) {
    instance.promotionPriority = Scores.sum(instance.promotionPriority, score);
    instance.promotionReasons.add(reason);
  }

  /** How much each node is wanted for promotion, by all who depend on that or on whom it does. */
  private Scores wanted(Resource clone) {
    Scores table = clone.scores.workingCopy();
    for (Resource instance : clone.children) {
      Node node = ColocationScores.placeOf(instance);
      if (node != null && instance.promotionPriority >= 0) {
        table.set(node.index, Scores.sum(table.get(node.index), instance.promotionPriority));
      }
    }
    for (Colocation c : Colocations.of(clone)) {
      if (c.dependentRole().equals(Optional.of(Role.PROMOTED))) {
        table =
            wishes.add(
                c.primary(),
                table,
                c.attribute(),
                c.score() / (double) Scores.INFINITY,
                false,
                c.score() < Scores.INFINITY,
                true);
      }
    }
    for (Colocation c : Colocations.dependingOn(clone)) {
      if (c.primaryRole().equals(Optional.of(Role.PROMOTED)) && c.influences()) {
        table =
            wishes.add(
                c.dependent(),
                table,
                c.attribute(),
                c.score() / (double) Scores.INFINITY,
                true,
                true,
                false);
      }
    }
    return table;
  }

  /** The instances' priorities with how much their nodes are wanted. */
  private static Map<Resource, Integer> rank(Resource clone, Scores wanted) {
    Map<Resource, Integer> rank = new LinkedHashMap<>();
    for (Resource instance : clone.children) {
      Node node = ColocationScores.placeOf(instance);
      boolean fixed =
          (instance.plannedRole() == Role.PROMOTED || instance.currentRole() == Role.PROMOTED)
              && instance.primitives().stream().noneMatch(p -> p.managed);
      rank.put(
          instance,
          fixed
              ? Scores.INFINITY
              : node == null || instance.promotionPriority < 0
                  ? instance.promotionPriority
                  : wanted.get(node.index));
    }
    return rank;
  }

  /** Why the instance cannot be promoted; empty if it can. */
  private Optional<Reason> refusal(
      Resource clone, Resource instance, Scores wanted, int[] promotedOn) {
    Node node = ColocationScores.placeOf(instance);
    boolean incomplete = instance.primitives().stream().anyMatch(p -> p.assigned == null);
    if (node == null || incomplete) {
      return Optional.of(Reason.of("no-node", instance + " runs nowhere"));
    }
    if (instance.primitives().stream().anyMatch(p -> !p.managed)) {
      return instance.currentRole() == Role.PROMOTED
          ? Optional.empty()
          : Optional.of(Reason.of("unmanaged", instance + " is left as it is"));
    }
    if (clone.mayPromote.isPresent()) {
      return clone.mayPromote;
    }
    if (instance.promotionPriority < 0) {
      return Optional.of(
          instance.promotionReasons.isEmpty()
              ? Reason.of("promotion", instance + " has a promotion score below zero")
              : instance.promotionReasons.getLast());
    }
    if (!node.available()) {
      return Optional.of(Reason.of("node", node.unavailability().orElse("")));
    }
    if (s.connections.containerOf(node).filter(c -> c.assigned == null).isPresent()) {
      return Optional.of(Reason.of("no-node", "no node may run what holds " + node));
    }
    if (wanted.get(node.index) < 0) {
      return Optional.of(Reason.of("location", clone + " may not be promoted on " + node));
    }
    if (promotedOn[node.index] >= clone.promotedNodeMax) {
      return Optional.of(Reason.of("promoted-node-max", node + " has its promoted instance"));
    }
    boolean frozen = !s.quorate && s.options.quorumPolicy() == QuorumPolicy.FREEZE;
    return frozen && instance.currentRole() != Role.PROMOTED
        ? Optional.of(Reason.of("quorum", "nothing is promoted without quorum"))
        : Optional.empty();
  }

  /** What the agent says of an instance on a node; empty if it says nothing that counts. */
  private OptionalInt score(Resource instance, Node node) {
    if (!instance.isPrimitive()) {
      OptionalInt sum = OptionalInt.empty();
      for (Resource child : instance.children) {
        OptionalInt score = score(child, node);
        if (score.isPresent()) {
          sum = OptionalInt.of(Scores.sum(sum.orElse(0), score.getAsInt()));
        }
      }
      return sum;
    }
    if (!counts(instance, node)) {
      return OptionalInt.empty();
    }
    for (String name : List.of(knownAs(instance, node), instance.base().value())) {
      for (String prefix : List.of("master-", "promotion-")) {
        String value = s.attributes(instance, node).get(prefix + name);
        if (value != null) {
          return OptionalInt.of(Values.score(value, 0));
        }
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Whether what the agent says on the node is about this instance: it is there, or the node was
   * asked and no other is there, or nothing is known of it at all.
   */
  private static boolean counts(Resource instance, Node node) {
    if (instance.active.contains(node)) {
      return true;
    }
    if (instance.unique) {
      return instance.known.isEmpty() || instance.known.contains(node);
    }
    boolean about =
        instance.known.isEmpty()
            || instance.known.contains(node)
            || instance.top().known.contains(node);
    return about
        && instance.top().primitives().stream()
            .noneMatch(p -> p.active.contains(node) && p.base().equals(instance.base()));
  }

  /** The name by which the node knows an instance like this one. */
  private static String knownAs(Resource instance, Node node) {
    if (instance.unique || instance.historyIds.containsKey(node)) {
      return instance.historyIds.getOrDefault(node, instance.id.value());
    }
    return instance.top().primitives().stream()
        .filter(r -> r.historyIds.containsKey(node) && r.base().equals(instance.base()))
        .map(r -> r.historyIds.getOrDefault(node, ""))
        .findFirst()
        .orElse(instance.id.value());
  }

  private static Reason reason(String rule, String text, int score) {
    return new Reason(
        rule, text, Optional.empty(), SourcePosition.NONE, Optional.of(Score.of(score)));
  }
}
