package ha.api;

import java.time.Instant;
import java.util.List;

/**
 * The revisions that are kept, newest first.
 *
 * @param current the one in force; 0: none
 */
public record ConfigRevisions(long current, List<ConfigRevision> revisions) {
  public ConfigRevisions {
    revisions = List.copyOf(revisions);
  }

  /** A revision without its text. */
  public record ConfigRevision(long number, Instant at, String author, String reason) {}
}
