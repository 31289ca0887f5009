package ha.daemon.controller;

import ha.daemon.controller.ControllerMessage.Change;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.ledger.Lasting;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.OperationRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The side of a controller that every member has: runs what the leader of its own term orders,
 * keeps the history of this incarnation, and reports each change until the leader has it.
 */
final class LocalNode {
  private static final Duration RESEND = Duration.ofMillis(500);
  private static final int REMEMBERED_ORDERS = 2000;

  private final NodeName self;
  private final NodeHistory history = new NodeHistory(List.of());

  /** What former lives of this daemon knew and nobody has looked at since. */
  private final NodeHistory former = new NodeHistory(List.of());

  private final Map<String, InFlight> inFlight = new LinkedHashMap<>();
  private final LinkedHashSet<String> known = new LinkedHashSet<>();
  private final Deque<Change> unacknowledged = new ArrayDeque<>();
  private final TreeMap<String, String> attributes = new TreeMap<>();
  private final Arrivals arrivals = new Arrivals(List.of());
  private Incarnation incarnation;
  private Term term = Term.NONE;
  private Optional<NodeName> leader = Optional.empty();
  private MonoTime lastSent = new MonoTime(0);
  private long version;
  private int calls;
  private long retreats;
  private boolean leaving;

  LocalNode(NodeName self, Incarnation incarnation) {
    this.self = self;
    this.incarnation = incarnation;
  }

  /** A term began; what was ordered in earlier ones and has not begun is dropped. */
  void follow(Term newTerm, NodeName newLeader, Now now, List<ControllerEffect> out) {
    term = newTerm;
    leader = Optional.of(newLeader);
    out.add(new ControllerEffect.CancelQueued());
    report(now, out);
  }

  void suspend(List<ControllerEffect> out) {
    leader = Optional.empty();
    out.add(new ControllerEffect.CancelQueued());
  }

  /**
   * Goes on as a new life. What was known is forgotten, so that everything here is probed before
   * anything is decided (safety rule S3).
   */
  void reborn(Incarnation next, List<ControllerEffect> out) {
    incarnation = next;
    history.records().forEach(former::add);
    history.clear();
    arrivals.clear();
    unacknowledged.clear();
    out.add(new ControllerEffect.ReportChanged(nodeReport()));
  }

  boolean isLeaving() {
    return leaving;
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /** What may run here, by all that was ever known. */
  SortedSet<ResourceId> active() {
    TreeSet<ResourceId> active = new TreeSet<>(former.active());
    active.addAll(history.active());
    return active;
  }

  /** What may run here although it was told to stop. */
  SortedSet<ResourceId> stopFailed() {
    return history.stopFailed();
  }

  /** What may run here, by what this life knows; {@code primitives} are all that there are. */
  Holding holding(SortedSet<String> primitives) {
    boolean changing = inFlight.values().stream().anyMatch(f -> !f.operation().equals("monitor"));
    if (changing || !active().isEmpty()) {
      return Holding.SOMETHING;
    }
    TreeSet<String> unseen = new TreeSet<>(primitives);
    history.records().forEach(record -> unseen.remove(record.resource().base()));
    return unseen.isEmpty() ? Holding.NOTHING : Holding.UNKNOWN;
  }

  /** What this daemon knows to its own ends; others are told only what this life knows. */
  List<OperationRecord> evidence() {
    List<OperationRecord> all = new ArrayList<>(former.records());
    all.addAll(history.records());
    return all;
  }

  /** Carries an order out, once; says each time that it arrived. */
  void take(ControllerMessage.Order order, Now now, List<ControllerEffect> out) {
    if (known.add(order.orderId())) {
      if (known.size() > REMEMBERED_ORDERS) {
        known.removeFirst();
      }
      switch (order) {
        case ControllerMessage.RunOperation o -> begin(o.orderId(), o.action(), false, now, out);
        case ControllerMessage.CancelRecurring o -> cancelRecurring(o, out);
        case ControllerMessage.Forget o -> forget(o.resource(), out);
        case ControllerMessage.ExpectArrival o -> {
          forget(o.resource(), out);
          arrivals.expect(o.arrival());
          out.add(new ControllerEffect.ReportChanged(nodeReport()));
        }
      }
    }
    send(new ControllerMessage.OrderAccepted(term, order.orderId()), out);
  }

  /** Runs an operation that no leader ordered, because there is none: only ever a stop. */
  void retreat(PlannedAction.Operation action, Now now, List<ControllerEffect> out) {
    retreats++;
    begin("retreat." + incarnation + "." + retreats, action, true, now, out);
  }

  private void begin(
      String operationId,
      PlannedAction.Operation action,
      boolean retreat,
      Now now,
      List<ControllerEffect> out) {
    inFlight.put(operationId, InFlight.of(operationId, term, now.wall(), action));
    out.add(new ControllerEffect.RunAgent(operationId, term, action, retreat));
    out.add(new ControllerEffect.ReportChanged(nodeReport()));
  }

  void ended(ControllerEvent.OperationEnded event, Now now, List<ControllerEffect> out) {
    OperationRecord result = event.result().numbered(++calls);
    event.operationId().ifPresent(inFlight::remove);
    if (result.status() != OperationRecord.Status.CANCELLED) {
      history.add(result);
      former.forget(result.resource());
      arrivals.ended(result);
    }
    changed(new Change.OperationEnded(++version, event.operationId(), result), now, out);
  }

  void remarked(OperationRemark remark, Now now, List<ControllerEffect> out) {
    changed(new Change.Remarked(++version, remark), now, out);
  }

  void attribute(ControllerEvent.AttributeSet set, Now now, List<ControllerEffect> out) {
    Optional<String> before = Optional.ofNullable(attributes.get(set.attribute()));
    if (before.equals(set.value())) {
      return;
    }
    set.value()
        .ifPresentOrElse(
            value -> attributes.put(set.attribute(), value),
            () -> attributes.remove(set.attribute()));
    changed(new Change.AttributeSet(++version, set.attribute(), set.value()), now, out);
  }

  /** Not kept here: whoever leads knows it, or it was not taken, which the agent sees. */
  void order(ControllerEvent.AttributeOrdered order, Now now, List<ControllerEffect> out) {
    if (order.node().equals(self) && !Lasting.is(order.attribute())) {
      order
          .value()
          .ifPresentOrElse(
              value -> attributes.put(order.attribute(), value),
              () -> attributes.remove(order.attribute()));
    }
    changed(
        new Change.AttributeOrdered(++version, order.node(), order.attribute(), order.value()),
        now,
        out);
  }

  void leave(Now now, List<ControllerEffect> out) {
    if (!leaving) {
      leaving = true;
      changed(new Change.LeaveAsked(++version), now, out);
    }
  }

  private void cancelRecurring(
      ControllerMessage.CancelRecurring order, List<ControllerEffect> out) {
    OperationKey key = new OperationKey(order.resource(), order.operation(), order.interval());
    history.removeRecurring(key);
    inFlight.values().removeIf(f -> f.key().equals(key));
    out.add(
        new ControllerEffect.CancelRecurring(
            order.resource(), order.operation(), order.interval()));
    out.add(new ControllerEffect.ReportChanged(nodeReport()));
  }

  private void forget(ResourceId resource, List<ControllerEffect> out) {
    history.forget(resource);
    arrivals.forget(resource);
    out.add(new ControllerEffect.ReportChanged(nodeReport()));
  }

  private void changed(Change change, Now now, List<ControllerEffect> out) {
    unacknowledged.add(change);
    out.add(new ControllerEffect.ReportChanged(nodeReport()));
    report(now, out);
  }

  void tick(Now now, List<ControllerEffect> out) {
    if (!unacknowledged.isEmpty() && now.mono().since(lastSent).compareTo(RESEND) >= 0) {
      report(now, out);
    }
  }

  void acknowledged(long upTo) {
    while (!unacknowledged.isEmpty() && unacknowledged.peek().version() <= upTo) {
      unacknowledged.remove();
    }
  }

  private void report(Now now, List<ControllerEffect> out) {
    if (!unacknowledged.isEmpty()) {
      lastSent = now.mono();
      send(new ControllerMessage.Report(term, incarnation, List.copyOf(unacknowledged)), out);
    }
  }

  private void send(ControllerMessage message, List<ControllerEffect> out) {
    leader.ifPresent(to -> out.add(new ControllerEffect.Send(to, message)));
  }

  NodeReport nodeReport() {
    return new NodeReport(
        version,
        history.records(),
        new ArrayList<>(inFlight.values()),
        new TreeMap<>(attributes),
        leaving,
        arrivals.list());
  }

  @Override
  public String toString() {
    return self + " (" + inFlight.size() + " operations in flight)";
  }
}
