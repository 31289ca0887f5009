package ha.daemon.core;

import ha.daemon.blackbox.Note;
import ha.daemon.core.CoreEffect.Noted;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.ClusterRecord.FenceFact;
import ha.model.ledger.Position;
import java.time.Instant;
import java.util.Optional;

/** Tells the black box when the cluster decides to fence the present life of this very node. */
final class OwnFences {
  private final NodeName self;
  private Optional<Position> seen = Optional.empty();
  private Instant newest = Instant.MIN;

  OwnFences(NodeName self) {
    this.self = self;
  }

  Optional<CoreEffect> changed(ClusterRecord record, Incarnation life) {
    if (seen.equals(Optional.of(record.position()))) {
      return Optional.empty();
    }
    seen = Optional.of(record.position());
    Optional<FenceFact> order =
        record.fences().reversed().stream()
            .filter(f -> f.node().equals(self) && f.incarnation().equals(life))
            .filter(f -> f.orderedAt().isAfter(newest))
            .findFirst();
    order.ifPresent(f -> newest = f.orderedAt());
    return order.map(f -> {
      String by = record.leader().map(l -> "by " + l + " as the leader: ").orElse("");
      return new Noted(Note.Kind.FENCE_ORDERED, by + f.reason());
    });
  }
}
