package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened after a cursor.
 *
 * @param cursor to go on from
 * @param gap some events before these are not known any more, or another node leads now
 * @param settled everything up to {@code cursor} is applied, nothing is in flight and the plan is
 *     empty
 */
public record ProgressPage(
    String cursor, boolean gap, boolean settled, List<ProgressEvent> events) {
  public ProgressPage {
    events = List.copyOf(events);
  }

  /**
   * One line of progress.
   *
   * @param text {@code "start web on bob"}
   * @param detail why it failed, how long it took; may be empty
   */
  public record ProgressEvent(
      Instant at,
      Kind kind,
      Optional<ResourceId> resource,
      Optional<NodeName> node,
      String text,
      String detail) {}

  /** What sort of event. */
  public enum Kind {
    NOTE,
    BEGAN,
    DONE,
    FAILED
  }
}
