package ha.policy.remote;

import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.Standing;
import ha.policy.options.Durations;
import ha.policy.situation.Resource;
import ha.policy.situation.ResourceReader;
import ha.policy.situation.Situation;
import java.time.Duration;

/** What is special about the failure of a connection. */
public final class RemoteFailures {
  private RemoteFailures() {}

  /** Whether a failed connection is tried again only after a while. */
  public static boolean reconnects(Situation s, Resource connection) {
    return !reconnectInterval(s, connection).isZero();
  }

  /** A lost connection stays a failure until its node was fenced, however long ago it was lost. */
  public static boolean waitsForFence(Situation s, Resource connection, OperationRecord op) {
    boolean watched = op.operation().equals("monitor") && !op.interval().isZero();
    return watched
        && s.options.fencing()
        && s.connections.isRemoteConnection(connection)
        && reconnects(s, connection)
        && s.connections
            .nodeOf(connection)
            .map(node -> node.standing != Standing.FENCED)
            .orElse(false);
  }

  /** How long to wait before a failed connection is tried again; zero: not at all. */
  private static Duration reconnectInterval(Situation s, Resource connection) {
    String text = ResourceReader.parameters(s, connection, null).get("reconnect_interval");
    return text == null ? Duration.ZERO : Durations.parse(text, Duration.ZERO);
  }
}
