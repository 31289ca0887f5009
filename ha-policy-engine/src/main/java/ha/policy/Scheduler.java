package ha.policy;

import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import ha.policy.action.CollectiveActions;
import ha.policy.action.PrimitiveActions;
import ha.policy.action.RecurringActions;
import ha.policy.bundle.BundleActions;
import ha.policy.clone.Notifications;
import ha.policy.colocation.ColocationReader;
import ha.policy.colocation.Dependents;
import ha.policy.digest.ChangedDefinitions;
import ha.policy.digest.Reloads;
import ha.policy.explain.Impasses;
import ha.policy.explain.PlanWriter;
import ha.policy.fencing.Fencing;
import ha.policy.fencing.Unfencing;
import ha.policy.graph.Propagation;
import ha.policy.history.Cleanup;
import ha.policy.history.HistoryReader;
import ha.policy.location.Locations;
import ha.policy.location.NodeCriteria;
import ha.policy.location.ShutdownLocks;
import ha.policy.migration.Migrations;
import ha.policy.ordering.ApartOrders;
import ha.policy.ordering.Orders;
import ha.policy.ordering.ProbeOrders;
import ha.policy.placement.Placer;
import ha.policy.probe.Probes;
import ha.policy.remote.ContainerOrders;
import ha.policy.remote.RemoteOrders;
import ha.policy.remote.RemotePlacement;
import ha.policy.situation.NodeReader;
import ha.policy.situation.Resource;
import ha.policy.situation.ResourceReader;
import ha.policy.situation.Situation;
import ha.policy.ticket.Tickets;
import ha.policy.utilization.LoadOrders;
import java.time.Instant;

/**
 * Decides what runs where and what has to be done for it.
 *
 * <p>Pure: the same arguments give the same plan, byte for byte, on every node and in every JVM.
 */
public final class Scheduler {
  private Scheduler() {}

  /** The plan for this cluster at this moment. */
  public static Plan decide(Definitions definitions, Snapshot snapshot, Instant now) {
    Situation s = new Situation(definitions, snapshot, now);
    understand(s);
    place(s);
    act(s);
    return PlanWriter.write(s);
  }

  /** What is there: nodes, resources, what runs where, what failed. */
  private static void understand(Situation s) {
    NodeReader.read(s);
    ResourceReader.read(s);
    HistoryReader.read(s);
    ResourceReader.sort(s);
  }

  /** Where everything shall be: wishes first, then the places, most important resources first. */
  private static void place(Situation s) {
    Locations.apply(s);
    NodeCriteria.apply(s);
    ShutdownLocks.apply(s);
    Tickets.apply(s);
    RemotePlacement.apply(s);
    ColocationReader.read(s);
    Placer.placeAll(s);
  }

  /** What must be done for it, and in which order. */
  private static void act(Situation s) {
    ChangedDefinitions.apply(s);
    for (Resource r : s.resources) {
      PrimitiveActions.create(s, r);
    }
    Reloads.create(s);
    Cleanup.create(s);
    Probes.create(s);
    BundleActions.orderProbes(s);
    for (Resource r : s.resources) {
      CollectiveActions.create(s, r);
    }
    Orders.apply(s);
    ContainerOrders.apply(s);
    RecurringActions.create(s);
    Reloads.order(s);
    RemoteOrders.apply(s);
    Unfencing.create(s);
    Fencing.create(s);
    Dependents.link(s);
    ApartOrders.apply(s);
    ContainerOrders.afterStops(s);
    ProbeOrders.apply(s);
    Migrations.mark(s);
    Propagation.run(s.graph);
    Reloads.drop(s);
    Migrations.apply(s);
    LoadOrders.apply(s);
    Notifications.create(s);
    Fencing.untangle(s);
    Impasses.open(s);
  }
}
