package ha.daemon.core;

import ha.api.ApiError.Kind;
import ha.daemon.desk.ApiReply;
import ha.model.MonoTime;
import ha.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Calls of this node's API that were passed on to another node. Each is answered exactly once. */
final class ForwardedCalls {
  /** Longer than any call waits for news; shorter than the API's door waits for the loop. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final TreeMap<Long, Waiting> calls = new TreeMap<>();

  /** Asked of the leader as leader, or of a node about itself. */
  private record Waiting(NodeName on, boolean asLeader, MonoTime until) {}

  void add(long number, NodeName on, boolean asLeader, MonoTime now) {
    calls.put(number, new Waiting(on, asLeader, now.plus(PATIENCE)));
  }

  /** Whether anybody still waits for the answer that came. */
  boolean answered(long number) {
    return calls.remove(number) != null;
  }

  /** What was passed on to a node that leads no more is answered by nobody else. */
  List<CoreEffect> leaderIs(Optional<NodeName> leader) {
    return end(
        w -> w.asLeader() && !leader.equals(Optional.of(w.on())),
        Kind.NO_QUORUM,
        "the leader was lost while it worked on this");
  }

  /** Words between nodes may be lost. */
  List<CoreEffect> expired(MonoTime now) {
    return end(
        w -> !now.before(w.until()),
        Kind.TIMED_OUT,
        "no answer from the other node within " + PATIENCE.toSeconds() + " s");
  }

  private List<CoreEffect> end(Predicate<Waiting> over, Kind kind, String why) {
    List<CoreEffect> answers = new ArrayList<>();
    ApiReply reply = ApiReply.failed(kind, why, "hactl status, then try again");
    calls.forEach((number, waiting) -> {
      if (over.test(waiting)) {
        answers.add(new CoreEffect.Answer(number, reply));
      }
    });
    calls.values().removeIf(over);
    return answers;
  }
}
