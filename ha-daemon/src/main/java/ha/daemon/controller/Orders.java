package ha.daemon.controller;

import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.plan.PlannedAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a leader tells the members to do; said again until they have said that it arrived. */
final class Orders {
  private static final Duration RESEND = Duration.ofSeconds(1);

  private final Term term;
  private final SortedMap<NodeName, MemberState> members;
  private final SortedMap<NodeName, MonoTime> released = new TreeMap<>();
  private long count;

  Orders(Term term, SortedMap<NodeName, MemberState> members) {
    this.term = term;
    this.members = members;
  }

  void run(PlannedAction.Operation action, MemberState member, Now now, Step step) {
    ControllerMessage.RunOperation order =
        new ControllerMessage.RunOperation(term, nextId(), action);
    member.began(InFlight.of(order.orderId(), term, now.wall(), action));
    send(action.node(), member, order, now, step);
  }

  void cancel(PlannedAction.CancelRecurring c, MemberState member, Now now, Step step) {
    member.cancelled(new OperationKey(c.resource(), c.operation(), c.interval()));
    send(
        c.node(),
        member,
        new ControllerMessage.CancelRecurring(
            term, nextId(), c.resource(), c.operation(), c.interval()),
        now,
        step);
  }

  void forget(NodeName node, MemberState member, ResourceId resource, Now now, Step step) {
    member.history().forget(resource);
    member.arrivals().forget(resource);
    send(node, member, new ControllerMessage.Forget(term, nextId(), resource), now, step);
  }

  void expect(NodeName node, MemberState member, Arrival arrival, Now now, Step step) {
    send(node, member, new ControllerMessage.ExpectArrival(term, nextId(), arrival), now, step);
  }

  void release(NodeName node, Now now, Step step) {
    released.put(node, now.mono());
    step.send(node, new ControllerMessage.Released(term));
  }

  boolean isReleased(NodeName node) {
    return released.containsKey(node);
  }

  private String nextId() {
    return term + "." + ++count;
  }

  private static void send(
      NodeName to, MemberState member, ControllerMessage.Order order, Now now, Step step) {
    member.sent(order, now.mono());
    step.send(to, order);
  }

  void accepted(NodeName from, String orderId) {
    MemberState member = members.get(from);
    if (member == null) {
      return;
    }
    member
        .accepted(orderId)
        .ifPresent(order -> {
          if (order instanceof ControllerMessage.ExpectArrival e) {
            member.arrivals().expect(e.arrival());
            member.prepared().add(e.resource());
          }
        });
  }

  /** Says again what was not heard of. */
  void tick(Now now, Step step) {
    List<NodeName> unheard =
        released.entrySet().stream()
            .filter(e -> now.mono().since(e.getValue()).compareTo(RESEND) >= 0)
            .map(Map.Entry::getKey)
            .toList();
    unheard.forEach(node -> release(node, now, step));
    members.forEach((node, member) ->
        member.unheard(RESEND, now.mono()).forEach(order -> send(node, member, order, now, step)));
  }
}
