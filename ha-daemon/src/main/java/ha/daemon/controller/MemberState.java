package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.MonoTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the leader knows of one member of its term. */
final class MemberState {
  private final Incarnation incarnation;
  private final NodeHistory history;
  private final Map<String, InFlight> inFlight = new LinkedHashMap<>();
  private final Map<String, MonoTime> unaccepted = new LinkedHashMap<>();
  private long version;
  private boolean leaving;

  MemberState(Incarnation incarnation, NodeReport report) {
    this.incarnation = incarnation;
    history = new NodeHistory(report.history());
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

  void ordered(InFlight order, MonoTime now) {
    inFlight.put(order.operationId(), order);
    unaccepted.put(order.operationId(), now);
  }

  void accepted(String operationId) {
    unaccepted.remove(operationId);
  }

  /** Orders sent and not heard of, with the moment they were sent last. */
  Map<String, MonoTime> unaccepted() {
    return unaccepted;
  }

  Optional<InFlight> inFlight(String operationId) {
    return Optional.ofNullable(inFlight.get(operationId));
  }

  Optional<InFlight> inFlight(OperationKey key) {
    return inFlight.values().stream().filter(f -> f.key().equals(key)).findFirst();
  }

  void ended(String operationId) {
    inFlight.remove(operationId);
    unaccepted.remove(operationId);
  }

  void cancelled(OperationKey key) {
    history.removeRecurring(key);
    inFlight.values().removeIf(f -> f.key().equals(key));
  }
}
