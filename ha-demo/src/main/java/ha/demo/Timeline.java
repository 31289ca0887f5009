package ha.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened when, in milliseconds from the kill. */
final class Timeline {
  private final Instant zero;
  private final List<Event> events = new ArrayList<>();

  Timeline(Instant zero) {
    this.zero = zero;
  }

  /**
   * One moment.
   *
   * @param ms from the kill; negative before it
   * @param node that it is about, or empty
   */
  record Event(long ms, String what, String node) {}

  /** What {@code --report} writes. */
  record Report(
      int nodes,
      List<Event> events,
      @JsonProperty("service_gap_ms") long serviceGapMs,
      @JsonProperty("double_starts") int doubleStarts,
      boolean ok) {}

  void add(Instant at, String what, String node) {
    events.add(new Event(Duration.between(zero, at).toMillis(), what, node));
  }

  void add(Optional<Instant> at, String what, String node) {
    at.ifPresent(moment -> add(moment, what, node));
  }

  List<Event> events() {
    return events.stream().sorted(Comparator.comparingLong(Event::ms)).toList();
  }

  Optional<Event> find(String what) {
    return events.stream().filter(e -> e.what().startsWith(what)).findFirst();
  }
}
