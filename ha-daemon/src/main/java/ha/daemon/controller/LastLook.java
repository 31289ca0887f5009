package ha.daemon.controller;

import ha.daemon.controller.Transition.Progress;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.PlannedAction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Last look before something is brought up, or looked at. The plan's order says all of this
 * already, or so one should think; this does not trust it (safety rules S1, S3, S7).
 */
final class LastLook {
  private final Definitions definitions;
  private final Transition transition;
  private final SortedMap<NodeName, MemberState> members;

  LastLook(
      Definitions definitions, Transition transition, SortedMap<NodeName, MemberState> members) {
    this.definitions = definitions;
    this.transition = transition;
    this.members = members;
  }

  boolean permits(PlannedAction.Operation action) {
    return switch (action.operation()) {
      case "start" ->
          nothingUnplannedUnderWay()
              && (isCopy(action) || others(action).allMatch(m -> isClear(action, m)));
      case "promote" ->
          nothingUnplannedUnderWay() && isLookedFor(action) && mayBePromotedToo(action);
      case "migrate_to" -> nothingUnplannedUnderWay();
      case "monitor" -> isStill(action);
      case String ignored -> true;
    };
  }

  private Stream<MemberState> others(PlannedAction.Operation action) {
    return members.entrySet().stream()
        .filter(e -> !e.getKey().equals(action.node()))
        .map(Map.Entry::getValue);
  }

  /**
   * What is going down, or up, without this plan knowing of it: the plan was made as if it were as
   * it was before. The one after its end will know.
   */
  private boolean nothingUnplannedUnderWay() {
    return members.entrySet().stream()
        .allMatch(e ->
            e.getValue().inFlight().stream()
                .allMatch(f -> !changesState(f) || isOfThisPlan(e.getKey(), f)));
  }

  /** A look at what is just being changed would say how it was, or how it is not yet. */
  private boolean isStill(PlannedAction.Operation action) {
    MemberState member = members.get(action.node());
    return member == null
        || member.inFlight().stream()
            .filter(f -> f.resource().equals(action.resource()))
            .allMatch(f -> !changesState(f) || isOfThisPlan(action.node(), f));
  }

  private static boolean changesState(InFlight operation) {
    return switch (operation.operation()) {
      case "start", "stop", "promote", "demote", "migrate_to", "migrate_from" -> true;
      case String ignored -> false;
    };
  }

  private boolean isOfThisPlan(NodeName node, InFlight operation) {
    List<PlannedAction> actions = transition.plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      if (transition.progress(i) == Progress.RUNNING
          && actions.get(i) instanceof PlannedAction.Operation o
          && o.node().equals(node)
          && OperationKey.of(o).equals(operation.key())) {
        return true;
      }
    }
    return false;
  }

  // ---- start ---------------------------------------------------------------------------------

  /** Copies of an anonymous clone go by one name and may run on several nodes. */
  private boolean isCopy(PlannedAction.Operation action) {
    return transition.plan().placement().stream()
        .anyMatch(p -> p.base().equals(action.resource()) && !p.resource().equals(p.base()));
  }

  private static boolean isClear(PlannedAction.Operation action, MemberState other) {
    boolean active = other.history().active().contains(action.resource());
    boolean inFlight =
        other.inFlight().stream()
            .anyMatch(f ->
                f.resource().equals(action.resource())
                    && f.interval().isZero()
                    && !f.operation().equals("monitor"));
    return !active && !inFlight;
  }

  // ---- promote -------------------------------------------------------------------------------

  /** Whether no probe that may find another one promoted is still to come. */
  private boolean isLookedFor(PlannedAction.Operation action) {
    List<PlannedAction> actions = transition.plan().actions();
    for (int i = 0; i < actions.size(); i++) {
      boolean probe =
          actions.get(i) instanceof PlannedAction.Operation o
              && o.operation().equals("monitor")
              && o.interval().isZero()
              && o.base().base().equals(action.base().base())
              && !o.node().equals(action.node());
      if (probe && transition.progress(i) != Progress.DONE) {
        return false;
      }
    }
    return true;
  }

  private boolean mayBePromotedToo(PlannedAction.Operation action) {
    long promoted = others(action).filter(m -> isPromoted(action, m)).count();
    return promoted < promotedMax(definitions.resources().values(), action.base().base());
  }

  private static boolean isPromoted(PlannedAction.Operation action, MemberState other) {
    return other.history().promoted().contains(action.resource())
        || other.inFlight().stream()
            .anyMatch(
                f -> f.operation().equals("promote") && f.resource().equals(action.resource()));
  }

  /** How many may be promoted, by the most generous rule; 1 if nothing is said. */
  private static int promotedMax(Collection<ResourceDefinition> resources, String base) {
    int most = 1;
    for (ResourceDefinition resource : resources) {
      if (resource instanceof ResourceDefinition.Clone clone && holds(clone.child(), base)) {
        for (AttributeSet options : clone.options()) {
          String value = options.values().get(OptionNames.Resource.PROMOTED_MAX);
          most = Math.max(most, value == null ? 1 : number(value));
        }
      }
    }
    return most;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 1;
  }

  static boolean holds(ResourceDefinition resource, String base) {
    return switch (resource) {
      case ResourceDefinition.Primitive p -> new ResourceId(p.id().value()).base().equals(base);
      case ResourceDefinition.Group g -> g.members().stream().anyMatch(m -> holds(m, base));
      case ResourceDefinition.Clone c -> holds(c.child(), base);
      case ResourceDefinition.Bundle b -> b.child().filter(child -> holds(child, base)).isPresent();
    };
  }
}
