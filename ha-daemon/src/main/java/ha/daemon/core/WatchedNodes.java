package ha.daemon.core;

import ha.daemon.core.CoreEffect.WatchdogsKnown;
import ha.daemon.core.CoreEffect.Watched;
import ha.model.NodeName;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Position;
import java.util.Optional;
import java.util.TreeMap;

/** Tells the edge that fences which nodes' watchdogs can be counted on, when that changes. */
final class WatchedNodes {
  private WatchdogsKnown told = new WatchdogsKnown(new TreeMap<>());
  private Optional<Position> seen = Optional.empty();

  Optional<CoreEffect> changed(ClusterRecord record) {
    Optional<Position> position = Optional.of(record.position());
    if (seen.equals(position)) {
      return Optional.empty();
    }
    seen = position;
    WatchdogsKnown known = of(record);
    if (known.equals(told)) {
      return Optional.empty();
    }
    told = known;
    return Optional.of(known);
  }

  /** A daemon that has left with something running feeds nothing, and resets nothing. */
  private static WatchdogsKnown of(ClusterRecord record) {
    TreeMap<NodeName, Watched> nodes = new TreeMap<>();
    record
        .nodes()
        .forEach((node, fact) -> {
          if (fact.keeps().isEmpty()) {
            fact.resetWithin()
                .ifPresent(within -> nodes.put(node, new Watched(fact.incarnation(), within)));
          }
        });
    return new WatchdogsKnown(nodes);
  }
}
