package ha.policy.clone;

import ha.model.Role;
import ha.model.definition.OptionNames;
import ha.model.plan.PlannedAction;
import ha.model.plan.Reason;
import ha.policy.action.CollectiveActions;
import ha.policy.graph.Action;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Phase: instances of a clone that wish it are told before and after others of them change: before,
 * all that are active; after, all that will be.
 */
public final class Notifications {
  private static final String PREFIX = "OCF_RESKEY_CRM_meta_notify_";

  private final Situation s;
  private final Resource clone;
  private final List<Action> previous = new ArrayList<>();
  private final Map<String, String> lists = new TreeMap<>();
  private final Set<Resource> told = new HashSet<>();

  private Notifications(Situation s, Resource clone) {
    this.s = s;
    this.clone = clone;
  }

  /** The milestone at which everybody was told that an operation is complete. */
  public static String told(String end) {
    return end + "-told";
  }

  public static void create(Situation s) {
    for (Resource r : s.all) {
      if (r.isClone() && r.notify) {
        new Notifications(s, r).create();
      } else if (r.isClone() && r.primitives().stream().anyMatch(Notifications::wishes)) {
        new Notifications(s, r).afterFences();
      }
    }
  }

  /** Whether the instances wish to be told although the clone does not. */
  private static boolean wishes(Resource instance) {
    return "true".equals(instance.options.get(OptionNames.Resource.NOTIFY));
  }

  /**
   * Who runs until its own stop is told of those that a fence stops, where no round of
   * notifications tells it.
   */
  private void afterFences() {
    lists();
    s.graph.actions().stream().filter(Notifications::fences).toList().forEach(this::afterFence);
  }

  private void create() {
    lists();
    List<String> operations =
        clone.promotable ? List.of("demote", "stop", "start", "promote") : List.of("stop", "start");
    for (String operation : operations) {
      Action begin = s.graph.milestone(clone, operation);
      boolean happens =
          clone.primitives().stream()
              .flatMap(r -> r.actions(operation).stream())
              .anyMatch(Action::planned);
      if (begin.planned() && happens) {
        around(operation, begin);
      }
    }
    for (Resource r : clone.primitives()) {
      for (Action action : r.actions()) {
        if (action.interval.isZero() && operations.contains(action.operation)) {
          lists.forEach((k, v) -> action.environment.put(PREFIX + k, v));
        }
      }
    }
  }

  private static boolean fences(Action action) {
    return action.kind == Action.Kind.FENCE && action.planned();
  }

  private void afterFence(Action fence) {
    boolean stops =
        clone.primitives().stream()
            .flatMap(r -> r.actions("stop").stream())
            .anyMatch(stop -> stop.pseudo && stop.planned() && stop.node == fence.node);
    for (Resource r : stops ? clone.primitives() : List.<Resource>of()) {
      r.active.stream()
          .filter(node -> r.role.isActive() && hears(r, node) && told.add(r))
          .forEach(node -> afterFence(r, node, fence));
    }
  }

  private void afterFence(Resource r, Node node, Action fence) {
    Action notify = notify(r, node, "post", "stop");
    s.graph.order(fence, notify);
    for (Action stop : r.actions("stop")) {
      s.graph.order(notify, stop);
    }
  }

  /** Whether the instance on the node can be told anything. */
  private boolean hears(Resource r, Node node) {
    return r.managed
        && node.online
        && !node.pending
        && !node.unclean
        && !s.connections.isDoubtful(node);
  }

  private void around(String operation, Action begin) {
    Action end = s.graph.milestone(clone, CollectiveActions.end(operation));
    Action told = s.graph.milestone(clone, told(CollectiveActions.end(operation)));
    if (end.planned()) {
      told.require(Reason.of("notify", clone + " has notifications"));
    }
    List<Action> after = new ArrayList<>();
    for (Resource r : clone.primitives()) {
      for (Node node : s.nodes) {
        if (!hears(r, node)) {
          continue;
        }
        if (there(r, node, operation, false)) {
          Action notify = notify(r, node, "pre", operation);
          previous.forEach(earlier -> s.graph.order(earlier, notify));
          s.graph.order(notify, begin);
        }
        if (end.planned() && there(r, node, operation, true)) {
          Action notify = notify(r, node, "post", operation);
          s.graph.order(end, notify);
          s.graph.order(notify, told);
          told(r, told);
          after.add(notify);
        }
      }
    }
    previous.add(told);
    if (after.isEmpty()) {
      s.graph.order(end, told);
    }
  }

  /** Monitors begin when all were told; what ends one comes before, and must not wait for it. */
  private void told(Resource r, Action told) {
    for (Action recurring : r.actions()) {
      if (recurring.kind == Action.Kind.OPERATION && !recurring.interval.isZero()) {
        s.graph.order(told, recurring);
      }
    }
  }

  /** Whether an instance is on the node just before or just after a step: down first, then up. */
  private static boolean there(Resource r, Node node, String operation, boolean after) {
    boolean active = r.role.isActive() && r.active.contains(node);
    boolean stays =
        active && r.actions("stop").stream().noneMatch(a -> a.node == node && a.planned());
    boolean comes =
        r.actions("start").stream()
            .anyMatch(a -> a.node == node && (a.required || a.always) && a.planned());
    return switch (operation) {
      case "demote" -> active;
      case "stop" -> after ? stays : active;
      case "start" -> stays || (after && comes);
      default -> stays || comes;
    };
  }

  private Action notify(Resource r, Node node, String type, String operation) {
    Action notify = s.graph.make(Action.Kind.OPERATION, r, "notify", java.time.Duration.ZERO, node);
    notify.require(
        Reason.of(
            "notify",
            clone + " is told " + ("pre".equals(type) ? "before " : "after ") + operation));
    lists.forEach((k, v) -> notify.environment.put(PREFIX + k, v));
    notify.environment.put(PlannedAction.Operation.NOTIFY_TYPE, type);
    notify.environment.put(PREFIX + "operation", operation);
    return notify;
  }

  private void lists() {
    for (String operation : List.of("start", "stop", "promote", "demote")) {
      List<Resource> ids = new ArrayList<>();
      List<Node> nodes = new ArrayList<>();
      for (Resource r : clone.primitives()) {
        for (Action action : r.actions(operation)) {
          if (action.planned() && action.node != null) {
            ids.add(r);
            nodes.add(action.node);
          }
        }
      }
      put(operation, ids, nodes);
    }
    state("active", Role.STARTED, Role.UNPROMOTED, Role.PROMOTED);
    state("promoted", Role.PROMOTED);
    state("master", Role.PROMOTED);
    state("unpromoted", Role.UNPROMOTED);
    state("slave", Role.UNPROMOTED);
    put(
        "inactive",
        clone.primitives().stream().filter(r -> !r.role.isActive()).toList(),
        List.of());
  }

  private void state(String name, Role... roles) {
    List<Role> wanted = List.of(roles);
    List<Resource> ids = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Resource r : clone.primitives()) {
      if (wanted.contains(r.role)) {
        for (Node node : r.active) {
          ids.add(r);
          nodes.add(node);
        }
      }
    }
    put(name, ids, nodes);
  }

  private void put(String name, List<Resource> ids, List<Node> nodes) {
    lists.put(
        name + "_resource", ids.stream().map(r -> r.id.value()).collect(Collectors.joining(" ")));
    lists.put(
        name + "_uname", nodes.stream().map(n -> n.name.value()).collect(Collectors.joining(" ")));
  }
}
