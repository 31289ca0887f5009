package ha.e2e.history;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of a history.
 *
 * @param nanos on the clock that all processes of this machine share: {@code System.nanoTime()} is
 *     CLOCK_MONOTONIC on Linux
 * @param pid process that did it, 0 where it was none
 * @param resource that it is about, {@code -} where there is none
 */
public record Happening(
    long nanos, Kind kind, String node, String resource, long pid, String detail) {
  /** What happened. */
  public enum Kind {
    /** The kernel began the process of a resource. */
    LAUNCHED,
    /** The resource begins to be active: from here on it may do harm. */
    START_BEGIN,
    /** It holds its disk and serves. */
    START_END,
    STOP_BEGIN,
    /** It has let go of its disk and does nothing any more. */
    STOP_END,
    /** It found its disk in use. */
    DOUBLED,
    OFF_BEGIN,
    /** Nothing of the node lives. */
    OFF_END,
    /** From here on the node may not begin anything, until it has agreed again. */
    DOUBT,
    /** The node takes part in a term. */
    AGREED,
    /** Something that the test did; for people who read the history. */
    NOTE
  }

  /** Something that is about a node as a whole. */
  public static Happening of(long nanos, Kind kind, String node, String detail) {
    return new Happening(nanos, kind, node, "-", 0, detail);
  }

  String line() {
    return String.join(
        " ",
        Long.toString(nanos),
        kind.name().toLowerCase(Locale.ROOT),
        node,
        resource,
        Long.toString(pid),
        detail.replace('\n', ' '));
  }

  /** Reads a line; empty for one that was not written to its end. */
  static Optional<Happening> parse(String line) {
    String[] parts = line.split(" ", 6);
    if (parts.length < 6) {
      return Optional.empty();
    }
    return Optional.of(
        new Happening(
            Long.parseLong(parts[0]),
            Kind.valueOf(parts[1].toUpperCase(Locale.ROOT)),
            parts[2],
            parts[3],
            Long.parseLong(parts[4]),
            parts[5]));
  }

  /** For people: milliseconds since {@code zero}, and the rest. */
  String shown(long zeroNanos) {
    return String.format(
        "%9.1f ms  %-11s %-6s %s",
        (nanos - zeroNanos) / 1e6,
        kind.name().toLowerCase(Locale.ROOT),
        node,
        pid == 0 ? detail : resource + "/" + pid + " " + detail);
  }
}
