package ha.daemon.proof;

import ha.model.NodeName;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Somebody wants to know now whether a node can be fenced. The wish is an attribute of that node,
 * so that every member learns of it, and each asks the devices once.
 */
public final class FenceTestWish {
  private static final String ATTRIBUTE = "#fence-test";

  private SortedMap<NodeName, String> known = new TreeMap<>();
  private Optional<Position> seen = Optional.empty();

  /** The entry that makes the wish known. */
  public static LedgerEntry entry(NodeName node, Instant at, String author) {
    return new LedgerEntry.AttributeChanged(
        at, node, ATTRIBUTE, Optional.of(at.toString()), author);
  }

  /** The nodes whose devices are to be asked, since the record was looked at last. */
  public SortedSet<NodeName> in(ClusterRecord record) {
    TreeSet<NodeName> wanted = new TreeSet<>();
    if (seen.equals(Optional.of(record.position()))) {
      return wanted;
    }
    seen = Optional.of(record.position());
    TreeMap<NodeName, String> present = new TreeMap<>();
    for (Map.Entry<NodeName, SortedMap<String, String>> node : record.attributes().entrySet()) {
      String value = node.getValue().get(ATTRIBUTE);
      if (value != null) {
        present.put(node.getKey(), value);
        if (!value.equals(known.get(node.getKey()))) {
          wanted.add(node.getKey());
        }
      }
    }
    known = present;
    return wanted;
  }
}
