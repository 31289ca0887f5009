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
    s.all.stream().filter(r -> r.migrates).forEach(Migrations::relax);
    s.all.stream().filter(r -> r.migrates).forEach(migrations::migrate);
  }

  /** What stops after this one need not wait for one that goes on living elsewhere. */
  private static void relax(Resource r) {
    for (Action stop : r.actions("stop")) {
      for (Edge edge : stop.outgoing) {
        boolean other = edge.then().resource != r && edge.then().operation.equals("stop");
        if (other) {
          edge.effects().add(Effect.UNORDERED);
        }
      }
    }
  }

  private static boolean possible(Resource r) {
    Node source = r.current();
    Node target = r.assigned;
    @Nullable Action stop = r.action("stop", source);
    @Nullable Action start = r.action("start", target);
    return source != null
        && target != null
        && stop != null
        && start != null
        && stop.migratable
        && start.migratable
        && stop.required
        && stop.runnable
        && start.required
        && start.runnable;
  }

  private void migrate(Resource r) {
    Node source = r.current();
    Node target = r.assigned;
    @Nullable Action stop = r.action("stop", source);
    @Nullable Action start = r.action("start", target);
    if (source == null || target == null || stop == null || start == null) {
      return;
    }
    Reason why = start.reason == null ? Reason.of("move", r + " moves to " + target) : start.reason;
    Action to = s.graph.operation(r, "migrate_to", source);
    Action from = s.graph.operation(r, "migrate_from", target);
    for (Action half : List.of(to, from)) {
      half.migrationSource = source;
      half.migrationTarget = target;
      half.require(why);
    }
    for (Edge edge : List.copyOf(start.incoming)) {
      boolean own = edge.first().resource == r && edge.first().operation.equals("stop");
      if (!own && !edge.has(Effect.UNORDERED)) {
        s.graph.order(edge.first(), to, edge.definition(), edge.position());
      }
    }
    for (Edge edge : List.copyOf(stop.incoming)) {
      if (!edge.has(Effect.UNORDERED)) {
        s.graph.order(edge.first(), to, edge.definition(), edge.position());
      }
    }
    s.graph.order(to, from);
    s.graph.order(from, stop, Effect.NEEDS_FIRST);
    s.graph.order(from, start);
    start.pseudo = true;
    Action atTarget = r.action("stop", target);
    if (atTarget != null) {
      atTarget.dropped = true;
    }
  }
}
