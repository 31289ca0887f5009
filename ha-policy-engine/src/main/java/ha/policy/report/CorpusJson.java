package ha.policy.report;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.Definitions;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.Reason;
import ha.model.snapshot.Snapshot;
import ha.policy.location.ShutdownLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A plan as one line of JSON, in the form by which plans are compared with Pacemaker's. */
public final class CorpusJson {
  private final BundleNames names;

  /** The names of resources of which the plan has numbered instances. */
  private final Set<String> numbered = new HashSet<>();

  private CorpusJson(BundleNames names) {
    this.names = names;
  }

  /** The line for a plan, which was made for a snapshot. */
  public static String line(String test, Definitions definitions, Snapshot snapshot, Plan plan) {
    return new CorpusJson(new BundleNames(definitions)).line(test, snapshot, plan);
  }

  private String line(String test, Snapshot snapshot, Plan plan) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("test", test);
    line.put("after", Map.of("multiset", multiset(plan, new SimulatedAfter(snapshot, plan))));
    line.put("actions", actions(plan));
    line.put("graph", plan.actions().stream().map(action -> operation(plan, action)).toList());
    line.put(
        "precedence", plan.orders().stream().map(o -> List.of(o.before(), o.after())).toList());
    return JsonText.write(line);
  }

  /** The line for an input that could not be read. */
  public static String error(String test, String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("test", test);
    line.put("error", message);
    return JsonText.write(line);
  }

  private Map<String, Object> multiset(Plan plan, SimulatedAfter simulated) {
    Map<String, List<Object>> active = new TreeMap<>();
    Map<String, Integer> stopped = new TreeMap<>();
    for (Placement p : plan.placement()) {
      String base = names.base(p.resource());
      List<Object> places = active.computeIfAbsent(base, b -> new ArrayList<>());
      stopped.merge(base, p.node().isEmpty() ? 1 : 0, Integer::sum);
      p.node().ifPresent(node -> places.add(List.of(names.place(plan, node), word(p.role()))));
    }
    for (Placement p : simulated.ghosts()) {
      p.node()
          .ifPresent(node ->
              active
                  .computeIfAbsent(names.base(p.resource()), b -> new ArrayList<>())
                  .add(List.of(names.place(plan, node), word(p.role()))));
    }
    Map<String, Object> multiset = new TreeMap<>();
    active.forEach((base, places) -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("active", places);
      entry.put("stopped", stopped.getOrDefault(base, 0));
      multiset.put(base, entry);
    });
    return multiset;
  }

  private String word(Role role) {
    return switch (role) {
      case STOPPED -> "Stopped";
      case STARTED -> "Started";
      case UNPROMOTED -> "Unpromoted";
      case PROMOTED -> "Promoted";
    };
  }

  private List<Object> actions(Plan plan) {
    List<Object> actions = new ArrayList<>();
    RoleChanges roles = new RoleChanges(plan);
    for (Decision decision : plan.decisions()) {
      if (decision.kind() == Decision.Kind.STOP && !decision.blocked()) {
        stops(decision).forEach(actions::add);
      } else {
        boolean recovers = decision.kind() == Decision.Kind.RECOVER;
        action(decision, decision.from(), recovers && roles.of(decision)).ifPresent(actions::add);
      }
    }
    for (PlannedAction action : plan.actions()) {
      if (action instanceof PlannedAction.Fence fence) {
        actions.add(fenced(fence.node(), fence.mode(), fence.reason()));
      } else if (action instanceof PlannedAction.Milestone end && end.guest().isPresent()) {
        actions.add(
            fenced(
                end.guest().get(), end.mode().orElse(PlannedAction.FenceMode.OFF), end.reason()));
      }
    }
    return actions;
  }

  private Map<String, Object> fenced(NodeName node, PlannedAction.FenceMode mode, Reason reason) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("action", "fence");
    entry.put("mode", word(mode));
    entry.put("node", node.value());
    entry.put("reason", reason.text());
    return entry;
  }

  private String word(PlannedAction.FenceMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** A resource that is active more than once stops more than once. */
  private List<Object> stops(Decision decision) {
    List<Object> stops = new ArrayList<>();
    for (NodeName node : decision.activeOn()) {
      action(decision, Optional.of(node), false).ifPresent(stops::add);
    }
    return stops;
  }

  private Optional<Object> action(Decision d, Optional<NodeName> from, boolean changesRole) {
    if (d.kind() == Decision.Kind.STAY || d.kind() == Decision.Kind.REMAIN_STOPPED) {
      return Optional.empty();
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("action", d.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    entry.put("resource", d.resource().value());
    entry.put("base", names.base(d.resource()));
    Optional<NodeName> to = d.to();
    boolean both =
        switch (d.kind()) {
          case MOVE, MIGRATE -> true;
          case PROMOTE, DEMOTE, RESTART, RELOAD, RE_PROMOTE -> true;
          case RECOVER -> from.isPresent() && to.isPresent() && (!from.equals(to) || changesRole);
          default -> false;
        };
    boolean inPlace =
        switch (d.kind()) {
          case PROMOTE, DEMOTE, RESTART, RELOAD, RE_PROMOTE -> from.isPresent();
          case RECOVER -> from.equals(to);
          default -> false;
        };
    if (both) {
      from.ifPresent(n -> entry.put("from", n.value()));
      if (!inPlace) {
        to.ifPresent(n -> entry.put("to", n.value()));
      }
    } else {
      boolean leaves = d.kind() == Decision.Kind.STOP;
      (leaves ? from : to.or(() -> from)).ifPresent(n -> entry.put("node", n.value()));
    }
    if (d.blocked()) {
      entry.put("blocked", true);
    }
    if (!d.reasons().isEmpty()) {
      entry.put("reason", d.reasons().getFirst().text());
    }
    return Optional.of(entry);
  }

  private Object operation(Plan plan, PlannedAction action) {
    return switch (action) {
      case PlannedAction.Operation op ->
          entry("resource", op.operation(), names.base(op.resource()), op.node(), op.interval());
      case PlannedAction.CancelRecurring c ->
          entry("resource", "cancel", names.base(c.resource()), c.node(), c.interval());
      case PlannedAction.Fence f -> entry("fence", word(f.mode()), "", f.node(), Duration.ZERO);
      case PlannedAction.ReleaseNode r ->
          entry("cluster", "do_shutdown", "", r.node(), Duration.ZERO);
      case PlannedAction.ForgetHistory f ->
          f.reason().rule().equals(ShutdownLocks.RULE)
              ? entry("cluster", "lrm_delete", names.base(f.resource()), f.node(), Duration.ZERO)
              : entry("resource", "delete", nameOf(plan, f.resource()), f.node(), Duration.ZERO);
      case PlannedAction.ClearFailures c ->
          entry("cluster", "clear_failcount", names.base(c.resource()), c.node(), Duration.ZERO);
      case PlannedAction.Milestone m -> {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (m.guest().isPresent()) {
          entry.put("kind", "fence");
          entry.put("op", word(m.mode().orElse(PlannedAction.FenceMode.OFF)));
          entry.put("node", m.guest().get().value());
          entry.put("pseudo", true);
        } else {
          entry.put("kind", "pseudo");
          entry.put("op", m.operation());
          entry.put("resource", m.resource().value());
        }
        yield entry;
      }
    };
  }

  /** The number of an instance is dropped; that in the name of what nobody defines is not one. */
  private String nameOf(Plan plan, ResourceId id) {
    if (numbered.isEmpty()) {
      plan.placement().stream()
          .map(Placement::resource)
          .filter(instance -> !instance.value().equals(instance.base()))
          .forEach(instance -> numbered.add(instance.base()));
    }
    return numbered.contains(id.base()) ? id.base() : id.value();
  }

  private Map<String, Object> entry(
      String kind, String op, String base, NodeName node, Duration interval) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("kind", kind);
    entry.put("op", op);
    if (!base.isEmpty()) {
      entry.put("base", base);
    }
    entry.put("node", node.value());
    if (!interval.isZero()) {
      entry.put("interval_ms", interval.toMillis());
    }
    return entry;
  }
}
