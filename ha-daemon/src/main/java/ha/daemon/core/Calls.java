package ha.daemon.core;

import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.MonoTime;
import ha.model.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Calls of the API: where each came from, so that its answer goes there; and those that were passed
 * on to another node.
 */
final class Calls {
  private final Map<Long, Origin> open = new TreeMap<>();
  private final ForwardedCalls forwarded = new ForwardedCalls();
  private long numbers;

  /** Where a call came from: this node's own API, or another node. */
  record Origin(Optional<NodeName> from, long number) {
    static Origin here(long number) {
      return new Origin(Optional.empty(), number);
    }

    static Origin of(NodeName from, long number) {
      return new Origin(Optional.of(from), number);
    }

    boolean isHere() {
      return from.isEmpty();
    }
  }

  /** A call to be answered here; its number at the desk. */
  long take(Origin origin) {
    long number = ++numbers;
    open.put(number, origin);
    return number;
  }

  void toLeader(NodeName leader, Origin origin, ApiCall call, MonoTime now, List<CoreEffect> out) {
    forwarded.add(origin.number(), leader, true, now);
    out.add(new CoreEffect.ForwardCall(leader, origin.number(), call));
  }

  /** To the node that the call is about, whoever leads. */
  void toNode(NodeName node, Origin origin, ApiCall call, MonoTime now, List<CoreEffect> out) {
    forwarded.add(origin.number(), node, false, now);
    out.add(new CoreEffect.ForwardCall(node, origin.number(), call));
  }

  void answer(long number, ApiReply reply, List<CoreEffect> out) {
    Origin origin = open.remove(number);
    if (origin != null) {
      out.add(
          origin
              .from()
              .<CoreEffect>map(to -> new CoreEffect.ForwardAnswer(to, origin.number(), reply))
              .orElseGet(() -> new CoreEffect.Answer(origin.number(), reply)));
    }
  }

  /** Another node has answered a call that was passed on. */
  void answered(CoreEvent.CallAnswered e, List<CoreEffect> out) {
    if (forwarded.answered(e.number())) {
      out.add(new CoreEffect.Answer(e.number(), e.reply()));
    }
  }

  /** What was passed on to somebody who does not lead any more is not waited for. */
  void leaderIs(Optional<NodeName> leader, List<CoreEffect> out) {
    out.addAll(forwarded.leaderIs(leader));
  }

  void tick(MonoTime now, List<CoreEffect> out) {
    out.addAll(forwarded.expired(now));
  }
}
