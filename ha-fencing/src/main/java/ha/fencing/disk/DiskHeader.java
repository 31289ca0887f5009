package ha.fencing.disk;

import ha.model.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a disk is for.
 *
 * @param blockBytes size of all that is read or written at once
 * @param poll how often a node reads its slot
 * @param lossTimeout after this time without a good read a node holds the disk for lost
 * @param nodes in the order of their slots
 */
public record DiskHeader(
    int version,
    int blockBytes,
    String cluster,
    Duration poll,
    Duration lossTimeout,
    List<NodeName> nodes,
    Instant created) {
  static final int VERSION = 1;

  public DiskHeader {
    nodes = List.copyOf(nodes);
  }
}
