package ha.model.snapshot;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether this site holds a ticket. */
public record TicketState(
    String ticket,
    boolean granted,
    boolean standby,
    Optional<Instant> lastGranted,
    SortedMap<String, String> attributes) {
  public TicketState {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
