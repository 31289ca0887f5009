package ha.agents.drbd;

import ha.model.Score;
import ha.model.snapshot.Standing;
import java.util.Optional;

/**
 * How suitable a replica is for promotion. None at all where a promotion would be refused, so that
 * the cluster does not try; but a peer that is lost does not count here: it is being fenced, and
 * nobody should wait for the next monitor once it is off.
 */
final class Suitability {
  static final Score IN_SYNC = new Score(10_000);
  static final Score ALONE = new Score(1_000);

  /** Good enough to stay promoted, not to become so. */
  static final Score WORN = new Score(5);

  private Suitability() {}

  static Optional<Score> of(DrbdState state, Peers peers) {
    if (state.isPrimary()) {
      return Optional.of(state.isUpToDate() ? IN_SYNC : WORN);
    }
    if (state.isConnected()) {
      return state.isUpToDate() ? Optional.of(IN_SYNC) : Optional.empty();
    }
    boolean peerLives =
        !peers.areKnown() || peers.apart(state).values().stream().anyMatch(s -> s != Standing.LOST);
    return peerLives || !state.isConsistent() ? Optional.empty() : Optional.of(ALONE);
  }
}
