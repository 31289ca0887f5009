package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.ResourceId;
import ha.model.plan.PlannedAction;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the leader knows of one member of its term. */
final class MemberState {
  private final Incarnation incarnation;
  private final NodeHistory history;
  private final Arrivals arrivals;
  private final Set<ResourceId> prepared = new TreeSet<>();
  private final Map<String, InFlight> inFlight = new LinkedHashMap<>();
  private final Map<String, Sent> unaccepted = new LinkedHashMap<>();
  private long version;
  private boolean leaving;

  /** An order on its way. */
  private record Sent(ControllerMessage.Order order, MonoTime at) {}

  MemberState(Incarnation incarnation, NodeReport report) {
    this.incarnation = incarnation;
    history = new NodeHistory(report.history());
    arrivals = new Arrivals(report.arrivals());
    report.inFlight().forEach(f -> inFlight.put(f.operationId(), f));
    version = report.version();
    leaving = report.leaving();
  }

  Incarnation incarnation() {
    return incarnation;
  }

  NodeHistory history() {
    return history;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** Resources of which the member has forgotten what it knew, for a migration to come. */
  Set<ResourceId> prepared() {
    return prepared;
  }

  Collection<InFlight> inFlight() {
    return inFlight.values();
  }

  long version() {
    return version;
  }

  void version(long seen) {
    version = seen;
  }

  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
  }

  // ---- orders on their way -------------------------------------------------------------------

  void sent(ControllerMessage.Order order, MonoTime now) {
    unaccepted.put(order.orderId(), new Sent(order, now));
  }

  /** The order with that number has arrived; empty if that was known. */
  Optional<ControllerMessage.Order> accepted(String orderId) {
    return Optional.ofNullable(unaccepted.remove(orderId)).map(Sent::order);
  }

  /** Orders that were sent that long ago and not heard of since. */
  List<ControllerMessage.Order> unheard(Duration since, MonoTime now) {
    return unaccepted.values().stream()
        .filter(s -> now.since(s.at()).compareTo(since) >= 0)
        .map(Sent::order)
        .toList();
  }

  /** Whether something is on its way that must not be overtaken by an operation. */
  boolean isAwaited(ResourceId resource) {
    return unaccepted.values().stream()
        .map(Sent::order)
        .anyMatch(order ->
            !(order instanceof ControllerMessage.RunOperation)
                && order.resource().base().equals(resource.base()));
  }

  // ---- operations ----------------------------------------------------------------------------

  void began(InFlight operation) {
    inFlight.put(operation.operationId(), operation);
  }

  Optional<InFlight> inFlight(String operationId) {
    return Optional.ofNullable(inFlight.get(operationId));
  }

  boolean isInFlight(PlannedAction.Operation action) {
    return inFlight.values().stream().anyMatch(f -> f.is(action));
  }

  void ended(String operationId) {
    inFlight.remove(operationId);
    unaccepted.remove(operationId);
  }

  void cancelled(OperationKey key) {
    history.removeRecurring(key);
    inFlight.values().stream()
        .filter(f -> f.key().equals(key))
        .map(InFlight::operationId)
        .toList()
        .forEach(this::ended);
  }
}
