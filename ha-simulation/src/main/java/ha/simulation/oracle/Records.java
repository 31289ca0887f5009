package ha.simulation.oracle;

import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Position;
import ha.model.ledger.Revision;
import ha.simulation.world.Daemon;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was committed and acknowledged, anywhere. */
final class Records {
  private static final int REMEMBERED = 200;

  private final TreeMap<Long, ClusterRecord> committed = new TreeMap<>();
  private final Map<Daemon, Position> seen = new HashMap<>();
  private final TreeMap<Long, Revision> acknowledged = new TreeMap<>();

  boolean isNews(Daemon daemon, ClusterRecord record) {
    return !record.position().equals(seen.put(daemon, record.position()));
  }

  /** How a node's record differs from what others had at the same place. */
  Optional<String> compare(Daemon daemon, ClusterRecord record) {
    long index = record.position().index();
    ClusterRecord other = committed.putIfAbsent(index, record);
    if (committed.size() > REMEMBERED) {
      committed.pollFirstEntry();
    }
    if (other == null || other.equals(record)) {
      return Optional.empty();
    }
    return Optional.of(
        "the record of "
            + daemon.machine()
            + " at "
            + record.position()
            + " differs from another node's at "
            + other.position());
  }

  void acknowledged(Revision revision) {
    acknowledged.put(revision.number(), revision);
  }

  /** What a leader's record lacks of what was acknowledged. */
  Optional<String> lacks(ClusterRecord record) {
    if (acknowledged.isEmpty()) {
      return Optional.empty();
    }
    Map<Long, String> held = new HashMap<>();
    record.revisions().forEach(r -> held.put(r.number(), r.yaml()));
    long oldest = record.revisions().isEmpty() ? 0 : record.revisions().getFirst().number();
    for (Revision revision : acknowledged.tailMap(oldest).values()) {
      if (!revision.yaml().equals(held.get(revision.number()))) {
        return Optional.of("without the acknowledged revision " + revision.number());
      }
    }
    return Optional.empty();
  }
}
