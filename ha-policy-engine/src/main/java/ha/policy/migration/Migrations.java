package ha.policy.migration;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.graph.Edge;
import ha.policy.graph.Edge.Effect;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Phases: which moves may be done live, and, once the orders are applied, which are: {@code
 * migrate_to} on the source, {@code migrate_from} on the target, then the stop on the source.
 */
public final class Migrations {
  private final Situation s;

  private Migrations(Situation s) {
    this.s = s;
  }

  /** Marks the stops and starts that could be part of a live migration. */
  public static void mark(Situation s) {
    for (Resource r : s.all) {
      if (!r.isPrimitive()) {
        for (String name : List.of("stop", "stopped", "stopped-told")) {
          r.actions(name).forEach(milestone -> milestone.migratable = true);
        }
      }
      if (candidate(r)) {
        Node source = r.current();
        r.migrates = true;
        for (Action stop : r.actions("stop")) {
          stop.migratable = stop.node == source || stop.node == r.partialTarget;
        }
        r.actions("start").forEach(start -> start.migratable = true);
      }
    }
  }

  private static boolean candidate(Resource r) {
    Node source = r.current();
    boolean partial = r.partialTarget != null && r.partialTarget == r.assigned;
    return r.isPrimitive()
        && r.cloneOf().isEmpty()
        && r.liveMigration
        && r.managed
        && !r.failed
        && r.pendingStart == null
        && source != null
        && source.online
        && !source.unclean
        && r.assigned != null
        && r.assigned != source
        && r.dangling.isEmpty()
        && r.nextRole.map(Role::isActive).orElse(false)
        && (r.active.size() == 1 || partial);
  }

  /** Turns those moves into migrations that may still be. */
  public static void apply(Situation s) {
    Migrations migrations = new Migrations(s);
    for (Resource r : s.all) {
      if (r.migrates) {
        r.migrates = possible(r);
      }
    }
    List<Resource> migrating = s.all.stream().filter(r -> r.migrates).toList();
    migrating.forEach(migrations::create);
    migrating.forEach(migrations::order);
    migrating.stream()
        .flatMap(r -> Stream.ofNullable(r.parent))
        .filter(Resource::isGroup)
        .distinct()
        .forEach(migrations::startsBeforeItStopped);
  }

  private static boolean possible(Resource r) {
    @Nullable Action stop = r.action("stop", r.current());
    @Nullable Action start = r.action("start", r.assigned);
    return r.current() != null
        && r.assigned != null
        && stop != null
        && start != null
        && stop.migratable
        && start.migratable
        && stop.required
        && stop.runnable
        && start.required
        && start.runnable;
  }

  private void create(Resource r) {
    Action start = only(r, "start", r.assigned);
    Reason why =
        start.reason == null ? Reason.of("move", r + " moves to " + r.assigned) : start.reason;
    Action from = s.graph.operation(r, "migrate_from", r.assigned);
    List<Action> halves =
        r.partialSent
            ? List.of(from)
            : List.of(s.graph.operation(r, "migrate_to", r.current()), from);
    for (Action half : halves) {
      half.migrationSource = r.current();
      half.migrationTarget = r.assigned;
      half.require(why);
    }
    start.pseudo = true;
    Action atTarget = r.action("stop", r.assigned);
    if (atTarget != null) {
      atTarget.dropped = true;
    }
  }

  private void order(Resource r) {
    Action start = only(r, "start", r.assigned);
    Action stop = only(r, "stop", r.current());
    Action from = only(r, "migrate_from", r.assigned);
    Action to = r.partialSent ? from : only(r, "migrate_to", r.current());
    for (Edge edge : List.copyOf(start.incoming)) {
      Action first = edge.first();
      Resource other = first.resource;
      boolean own = other == r && !first.operation.equals("monitor");
      if (own || edge.has(Effect.UNORDERED)) {
        continue;
      }
      if (other != null && other.migrates && first.operation.equals("start")) {
        first = only(other, "migrate_from", other.assigned);
      }
      before(first, to, edge);
    }
    for (Edge edge : List.copyOf(stop.incoming)) {
      Resource other = edge.first().resource;
      boolean goesToo =
          other != null && other.migrates && !edge.first().operation.equals("monitor");
      if (other != r && !goesToo && !edge.has(Effect.UNORDERED)) {
        before(edge.first(), to, edge);
      }
    }
    s.graph.order(to, from);
    s.graph.order(from, stop, Effect.NEEDS_FIRST);
    s.graph.order(from, start);
  }

  /**
   * A group starts when it has stopped; but what migrates stops only after it came. So the start
   * waits for the stops of the other members instead.
   */
  private void startsBeforeItStopped(Resource group) {
    Action start = s.graph.milestone(group, "start");
    Action stopped = s.graph.milestone(group, "stopped");
    for (Edge edge : List.copyOf(start.incoming)) {
      if (edge.first() == stopped) {
        s.graph.waive(edge);
        group.children.stream()
            .filter(member -> !member.migrates)
            .flatMap(member -> member.actions("stop").stream())
            .forEach(stop -> s.graph.order(stop, start));
      }
    }
  }

  private void before(Action first, Action to, Edge because) {
    Effect[] effects =
        because.has(Effect.GIVES_WAY) ? new Effect[] {Effect.GIVES_WAY} : new Effect[0];
    s.graph.order(first, to, because.definition(), because.position(), effects);
  }

  private static Action only(Resource r, String operation, @Nullable Node node) {
    Action action = r.action(operation, node);
    if (action == null) {
      throw new IllegalStateException(r + " migrates without " + operation);
    }
    return action;
  }
}
