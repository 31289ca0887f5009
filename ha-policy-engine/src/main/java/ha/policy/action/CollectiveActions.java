package ha.policy.action;

import ha.model.plan.Reason;
import ha.policy.bundle.BundleActions;
import ha.policy.clone.Notifications;
import ha.policy.graph.Action;
import ha.policy.graph.ActionGraph;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;

/**
 * Phase: milestones of groups and clones. {@code start} comes before any part starts, {@code
 * running} after all have; likewise {@code stop} and {@code stopped}, {@code promote} and {@code
 * promoted}, {@code demote} and {@code demoted}.
 */
public final class CollectiveActions {
  private CollectiveActions() {}

  /** The milestone at which an operation of a group or clone is complete. */
  public static String end(String operation) {
    return switch (operation) {
      case "start" -> "running";
      case "stop" -> "stopped";
      case "promote" -> "promoted";
      case "demote" -> "demoted";
      default -> operation;
    };
  }

  public static void create(Situation s, Resource r) {
    r.children.forEach(child -> create(s, child));
    switch (r.variant) {
      case PRIMITIVE -> {}
      case GROUP -> {
        milestones(s.graph, r, r.inPromotable());
        members(s, r);
      }
      case CLONE -> {
        milestones(s.graph, r, r.promotable);
        instances(s, r);
      }
      case BUNDLE -> {
        milestones(s.graph, r, r.promotable);
        containers(s, r);
        BundleActions.order(s, r);
      }
    }
  }

  private static void milestones(ActionGraph graph, Resource r, boolean promotable) {
    List<String> operations =
        promotable ? List.of("start", "stop", "promote", "demote") : List.of("start", "stop");
    for (String operation : operations) {
      graph.order(graph.milestone(r, operation), graph.milestone(r, end(operation)));
      if (r.isClone() && r.notify) {
        graph.order(
            graph.milestone(r, end(operation)),
            graph.milestone(r, Notifications.told(end(operation))),
            Effect.THEN_TOO,
            Effect.NEEDS_FIRST);
      }
    }
    graph.order(graph.milestone(r, "stopped"), graph.milestone(r, "start"));
    if (promotable) {
      graph.order(graph.milestone(r, "demoted"), graph.milestone(r, "stop"));
      graph.order(graph.milestone(r, "demoted"), graph.milestone(r, "start"));
      graph.order(graph.milestone(r, "demoted"), graph.milestone(r, "promote"));
      graph.order(graph.milestone(r, "running"), graph.milestone(r, "promote"));
      graph.order(graph.milestone(r, "stopped"), graph.milestone(r, "promote"));
    }
  }

  private static void members(Situation s, Resource group) {
    Resource previous = null;
    Resource lastActive = null;
    for (Resource member : group.children) {
      Starts.of(s, member);
      up(s.graph, group, member, "start", Effect.NEEDS_FIRST);
      down(s.graph, group, member, "stop");
      if (group.inPromotable()) {
        up(s.graph, group, member, "promote", Effect.NEEDS_FIRST);
        down(s.graph, group, member, "demote");
      }
      if (previous != null) {
        chain(s, group, previous, member);
      }
      if (lastActive != null && lastActive != previous) {
        downChain(s, group, lastActive, member);
      }
      previous = member;
      if (member.role.isActive()) {
        lastActive = member;
      }
    }
  }

  /** A member starts after the one before it, and stops before it. */
  private static void chain(Situation s, Resource group, Resource previous, Resource member) {
    String id = group.definition.id().value();
    for (Action start : member.actions("start")) {
      s.graph.order(
          Starts.of(s, previous), start, id, group.position(), Effect.THEN_TOO, Effect.NEEDS_FIRST);
    }
    for (Action promote : member.actions("promote")) {
      for (Action before : previous.actions("promote")) {
        s.graph.order(before, promote, Effect.THEN_TOO, Effect.NEEDS_FIRST);
      }
    }
    downChain(s, group, previous, member);
  }

  private static void downChain(Situation s, Resource group, Resource previous, Resource member) {
    String id = group.definition.id().value();
    for (String down : List.of("stop", "demote")) {
      for (Action first : member.actions(down)) {
        for (Action then : previous.actions(down)) {
          s.graph.order(
              first, then, id, group.position(), Effect.FIRST_TOO, Effect.NEEDS_FIRST_DONE);
        }
      }
    }
  }

  private static void instances(Situation s, Resource clone) {
    Action running = s.graph.milestone(clone, "running");
    running.requiredRunnable = Math.max(1, clone.cloneMin);
    boolean any = false;
    for (Resource instance : clone.children) {
      any |= up(s.graph, clone, instance, "start", Effect.NEEDS_SOME);
      down(s.graph, clone, instance, "stop");
      if (clone.promotable) {
        up(s.graph, clone, instance, "promote", Effect.NEEDS_SOME);
        down(s.graph, clone, instance, "demote");
      }
    }
    if (clone.ordered) {
      oneAfterAnother(s.graph, clone.children);
    }
    if (!any) {
      running.forbid(Reason.of("no-instance", "no instance of " + clone + " can run"));
    }
    neverPromoted(s.graph, clone);
  }

  /** Who waits for a promotion waits in vain where nothing is promoted. */
  private static void neverPromoted(ActionGraph graph, Resource whole) {
    boolean any =
        whole.acting("promote").stream().anyMatch(part -> !part.actions("promote").isEmpty());
    if (whole.promotable && !any) {
      graph
          .milestone(whole, "promoted")
          .forbid(Reason.of("no-instance", "no instance of " + whole + " can be promoted"));
    }
  }

  private static void containers(Situation s, Resource bundle) {
    boolean any = false;
    for (Resource part : bundle.children) {
      if (part.isPrimitive()) {
        Starts.of(s, part);
      }
    }
    for (Resource container : bundle.copies()) {
      any |= up(s.graph, bundle, container, "start", Effect.NEEDS_SOME);
      down(s.graph, bundle, container, "stop");
    }
    Action running = s.graph.milestone(bundle, "running");
    running.requiredRunnable = 1;
    if (!any) {
      running.forbid(Reason.of("no-instance", "no container of " + bundle + " can run"));
    }
    neverPromoted(s.graph, bundle);
  }

  /** Each with all before it: any of them may turn out to have nothing to do. */
  private static void oneAfterAnother(ActionGraph graph, List<Resource> instances) {
    for (int i = 1; i < instances.size(); i++) {
      Resource later = instances.get(i);
      for (Resource earlier : instances.subList(0, i)) {
        for (String up : List.of("start", "promote")) {
          before(graph, earlier, later, up);
        }
        for (String down : List.of("stop", "demote")) {
          before(graph, later, earlier, down);
        }
      }
    }
  }

  private static void before(ActionGraph graph, Resource one, Resource other, String operation) {
    for (Action first : ends(one, operation)) {
      other.actions(operation).forEach(then -> graph.order(first, then));
    }
  }

  private static List<Action> ends(Resource part, String operation) {
    return part.actions(part.isPrimitive() ? operation : end(operation));
  }

  private static boolean up(
      ActionGraph graph, Resource whole, Resource part, String operation, Effect completeness) {
    List<Action> begins = part.actions(operation);
    for (Action begin : begins) {
      graph.order(graph.milestone(whole, operation), begin, Effect.FIRST_TOO, Effect.NEEDS_FIRST);
    }
    for (Action end : ends(part, operation)) {
      graph.order(end, graph.milestone(whole, end(operation)), Effect.THEN_TOO, completeness);
    }
    return !begins.isEmpty();
  }

  private static void down(ActionGraph graph, Resource whole, Resource part, String operation) {
    List<Action> begins = part.actions(operation);
    for (Action begin : begins) {
      graph.order(graph.milestone(whole, operation), begin, Effect.FIRST_TOO);
    }
    for (Action end : ends(part, operation)) {
      graph.order(
          end, graph.milestone(whole, end(operation)), Effect.THEN_TOO, Effect.NEEDS_FIRST_DONE);
    }
  }
}
