package ha.simulation.world;

import ha.simulation.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, as lines for people and as a number for comparing runs. */
public final class Trace {
  private final Timeline timeline;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private long hash = 0xcbf29ce484222325L;

  Trace(Timeline timeline, boolean kept) {
    this.timeline = timeline;
    this.kept = kept;
  }

  /** Whether lines are kept. */
  public boolean isKept() {
    return kept;
  }

  /** Adds a line. */
  public void note(String who, String what) {
    mix(who.hashCode() * 31L + what.hashCode());
    if (kept) {
      double seconds = timeline.nowNanos() / 1e9;
      lines.add(String.format(Locale.ROOT, "%10.3f %-6s %s", seconds, who, what));
    }
  }

  /** Adds a line that is for people only. */
  public void detail(String who, String what) {
    if (kept) {
      double seconds = timeline.nowNanos() / 1e9;
      lines.add(String.format(Locale.ROOT, "%10.3f %-6s %s", seconds, who, what));
    }
  }

  void mix(long value) {
    hash = (hash ^ value ^ timeline.nowNanos()) * 0x100000001b3L;
    hash ^= hash >>> 29;
  }

  /** Equal for equal runs. */
  public long hash() {
    return hash;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
