package ha.agents.drbd;

import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.util.Optional;
import java.util.SortedMap;

/**
 * When a replica may be written (safety rule S1): it holds the newest data, and every replica that
 * does not learn of the writing is on a node that is certainly off.
 *
 * <p>A replica that was cut off from its peers calls its data consistent, not up to date. With all
 * peers off that is enough: DRBD itself then asks the cluster, through its fence-peer handler,
 * whether newer data is known elsewhere.
 */
final class PromotionRule {
  private PromotionRule() {}

  /** Why the resource must not be promoted now; empty if it may. */
  static Optional<String> refusal(DrbdState state, Peers peers) {
    if (state.volumes().isEmpty()) {
      return Optional.of(state.resource() + " has no volume here");
    }
    boolean connected = state.isConnected();
    if (!connected && !peers.areKnown()) {
      return Optional.of(
          state.resource()
              + " is not connected to all peers, and how their nodes stand cannot be told");
    }
    SortedMap<NodeName, Standing> apart = peers.apart(state);
    if (!apart.isEmpty()) {
      String why =
          state.isGivenUp()
              ? "; the connection was given up: a split brain, or disconnected by hand; see hactl"
                  + " drbd status"
              : "; mend the replication link, or hactl fence confirm NODE once it is off";
      return Optional.of(state.resource() + ": " + Peers.sentence(apart) + why);
    }
    boolean good = connected ? state.isUpToDate() : state.isConsistent();
    return good
        ? Optional.empty()
        : Optional.of(
            state.resource()
                + " is "
                + state.disks()
                + " here, not UpToDate; wait for the resynchronization, or see hactl drbd status");
  }
}
