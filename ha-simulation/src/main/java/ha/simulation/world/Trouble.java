package ha.simulation.world;

import java.util.EnumMap;
import java.util.Map;

/** How agents of one machine misbehave, each until a moment. */
public final class Trouble {
  /** Ways to misbehave. */
  public enum Kind {
    START_FAILS,
    START_HALF_DONE,
    START_HANGS,
    STOP_FAILS,
    STOP_HANGS,
    LOOK_UNKNOWN,
    LOOK_HANGS,
    MIGRATION_FAILS,
    SLOW
  }

  private record Span(String resource, long untilNanos) {}

  private final Map<Kind, Span> spans = new EnumMap<>(Kind.class);

  /** {@code resource} empty: all. */
  public void set(Kind kind, String resource, long untilNanos) {
    spans.put(kind, new Span(resource, untilNanos));
  }

  /** Ends all of it. */
  public void clear() {
    spans.clear();
  }

  boolean has(Kind kind, String resource, long nowNanos) {
    Span span = spans.get(kind);
    return span != null
        && nowNanos < span.untilNanos()
        && (span.resource().isEmpty() || span.resource().equals(resource));
  }
}
