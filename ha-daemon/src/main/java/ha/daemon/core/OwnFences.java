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

/** Whether the cluster decided to fence the present life of this very node. */
final class OwnFences {
  private final NodeName self;
  private Optional<Position> seen = Optional.empty();
  private Instant newest = Instant.MIN;
  private Optional<FenceFact> open = Optional.empty();

  OwnFences(NodeName self) {
    this.self = self;
  }

  /** Why, if it did and that life goes on; it will not be undone. */
  Optional<String> ordered(Incarnation life) {
    return open.filter(f -> f.incarnation().equals(life)).map(FenceFact::reason);
  }

  /** For the black box, when it is decided. */
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
    order.ifPresent(f -> {
      newest = f.orderedAt();
      open = order;
    });
    return order.map(f -> {
      String by = record.leader().map(l -> "by " + l + " as the leader: ").orElse("");
      return new Noted(Note.Kind.FENCE_ORDERED, by + f.reason());
    });
  }
}
