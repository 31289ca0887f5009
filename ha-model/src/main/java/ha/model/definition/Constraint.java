package ha.model.definition;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import java.util.List;
import java.util.Optional;

/** A wish or rule about where and when resources run. */
public sealed interface Constraint {
  String id();

  SourcePosition position();

  /** How much {@code resources} want one node, or the nodes for which a rule holds. */
  record Location(
      String id,
      Selector resources,
      Optional<Role> role,
      Preference preference,
      Discovery discovery,
      SourcePosition position)
      implements Constraint {}

  /** {@code dependent} runs where {@code with} runs (or, below zero, does not). */
  record Colocation(
      String id,
      Reference dependent,
      Reference with,
      Score score,
      String nodeAttribute,
      Optional<Boolean> influence,
      SourcePosition position)
      implements Constraint {}

  /** Colocation between and within sets. */
  record ColocationSets(
      String id,
      Score score,
      List<ResourceSet> sets,
      Optional<Boolean> influence,
      SourcePosition position)
      implements Constraint {
    public ColocationSets {
      sets = List.copyOf(sets);
    }
  }

  /** {@code first}'s action ends before {@code then}'s begins. */
  record Order(
      String id,
      ActionReference first,
      ActionReference then,
      OrderKind kind,
      Optional<Boolean> symmetrical,
      Optional<Boolean> requireAll,
      SourcePosition position)
      implements Constraint {}

  /** Order between and within sets. */
  record OrderSets(
      String id,
      OrderKind kind,
      Optional<Boolean> symmetrical,
      List<ResourceSet> sets,
      SourcePosition position)
      implements Constraint {
    public OrderSets {
      sets = List.copyOf(sets);
    }
  }

  /** {@code resources} run only while this site holds the ticket. */
  record Ticket(
      String id,
      String ticket,
      List<ResourceSet> resources,
      LossPolicy lossPolicy,
      SourcePosition position)
      implements Constraint {
    public Ticket {
      resources = List.copyOf(resources);
    }
  }

  /** Which resources a location speaks of. */
  sealed interface Selector {
    /** These. */
    record Ids(List<ResourceId> ids) implements Selector {
      public Ids {
        ids = List.copyOf(ids);
      }
    }

    /** All whose name the extended regular expression matches; {@code %0}–{@code %9} are groups. */
    record Pattern(String expression, boolean negated) implements Selector {}
  }

  /** How a location scores nodes. */
  sealed interface Preference {
    record OfNode(NodeName node, Score score) implements Preference {}

    /** Nodes for which the rules hold get the score, or the value of a node attribute as score. */
    record ByRule(List<ScoredRule> rules) implements Preference {
      public ByRule {
        rules = List.copyOf(rules);
      }
    }

    /** One rule with its score; {@code scoreAttribute} names a node attribute to take it from. */
    record ScoredRule(Rule rule, Score score, Optional<String> scoreAttribute) {}
  }

  /** A resource in a role; {@code instance} picks one of a clone. */
  record Reference(ResourceId resource, Optional<Role> role, Optional<Integer> instance) {}

  /** An action of a resource: {@code start}, {@code stop}, {@code promote}, {@code demote}. */
  record ActionReference(ResourceId resource, String action, Optional<Integer> instance) {}

  /**
   * Members of a set constraint.
   *
   * @param sequential members depend on each other in the order written
   * @param requireAll all members must run (or stop) before the next set goes on
   * @param listedOrder for colocation sets: whether the first listed is placed first
   */
  record ResourceSet(
      String id,
      List<ResourceId> members,
      boolean sequential,
      boolean requireAll,
      Optional<Role> role,
      Optional<String> action,
      Optional<Score> score,
      Optional<OrderKind> kind,
      boolean listedOrder) {
    public ResourceSet {
      members = List.copyOf(members);
    }
  }

  /** How strictly an order is kept. */
  enum OrderKind {
    MANDATORY,
    OPTIONAL,
    SERIALIZE
  }

  /** Whether nodes are probed for the resource. */
  enum Discovery {
    ALWAYS,
    NEVER,
    EXCLUSIVE
  }

  /** What happens to resources when their ticket is revoked. */
  enum LossPolicy {
    STOP,
    DEMOTE,
    FENCE,
    FREEZE
  }
}
