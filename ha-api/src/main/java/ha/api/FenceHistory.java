package ha.api;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fencings, newest first. */
public record FenceHistory(List<FenceRecord> fencings) {
  public FenceHistory {
    fencings = List.copyOf(fencings);
  }

  /**
   * One fencing of one life of a node.
   *
   * @param ended absent while under way
   * @param by device that did it or was tried last, {@code person} for a confirmation by hand,
   *     empty before the first attempt
   * @param author who ordered it, {@code cluster} or {@code user@node}
   * @param reason why it was ordered
   * @param detail how it was confirmed, or why it failed
   * @param attempts how often a device was asked
   */
  public record FenceRecord(
      NodeName node,
      Incarnation incarnation,
      Instant ordered,
      Optional<Instant> ended,
      Outcome outcome,
      String by,
      String author,
      String reason,
      String detail,
      int attempts) {}

  /** How it stands. */
  public enum Outcome {
    UNDER_WAY,
    /** Certainly off. */
    CONFIRMED,
    /** Given up, or every device failed; the node may still run. */
    FAILED
  }
}
