package ha.api;

import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One node.
 *
 * @param since when it came to stand so (UTC)
 * @param incarnation its latest known life; {@link Incarnation#UNKNOWN} if never seen
 * @param detail why it stands so, or empty
 * @param standby nothing is to run there
 * @param maintenance nothing is done to what runs there
 * @param pending what is being done to the node itself
 */
public record NodeStatus(
    NodeName name,
    Standing standing,
    Optional<Instant> since,
    Incarnation incarnation,
    String detail,
    boolean standby,
    boolean maintenance,
    List<LinkStatus> links,
    List<FenceDeviceStatus> fenceDevices,
    Optional<Pending> pending) {
  public NodeStatus {
    links = List.copyOf(links);
    fenceDevices = List.copyOf(fenceDevices);
  }

  /**
   * One link, as the answering node sees it.
   *
   * @param number from 0, the same on every node
   * @param since last change (UTC)
   */
  public record LinkStatus(int number, String address, LinkState state, Optional<Instant> since) {}

  /** Whether anything comes over a link. */
  public enum LinkState {
    UP,
    DOWN,
    /** Nothing is sent there, for example because the node is off. */
    UNKNOWN
  }

  /**
   * A device that can fence the node.
   *
   * @param checked last time somebody looked whether it works (UTC)
   * @param detail what came of the check, or empty
   */
  public record FenceDeviceStatus(
      DeviceId id, String agent, CheckState state, Optional<Instant> checked, String detail) {}

  /** Result of a check that harms nothing. */
  public enum CheckState {
    UNCHECKED,
    OK,
    FAILED
  }

  /**
   * Something under way.
   *
   * @param text {@code "being fenced by bob-bmc"}
   * @param deadline when it counts as failed (UTC)
   */
  public record Pending(String text, Instant since, Optional<Instant> deadline) {}
}
