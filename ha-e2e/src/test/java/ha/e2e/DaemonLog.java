package ha.e2e;

import ha.e2e.history.Happening;
import ha.e2e.history.Happening.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a daemon says of its authority, as happenings. */
final class DaemonLog {
  private static final Pattern LINE =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z) \\S+ +\\S+: (.*)$");

  private DaemonLog() {}

  /** Moments at which the node took part in a term or ceased to. */
  static List<Happening> authority(String node, String text) {
    Instant wall = Instant.now();
    long mono = System.nanoTime();
    List<Happening> found = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        Optional<Kind> kind = kind(parts.group(2));
        long age = Duration.between(Instant.parse(parts.group(1)), wall).toNanos();
        if (kind.equals(Optional.of(Kind.AGREED))) {
          // A doubt that was over before it counts.
          found.removeIf(f -> f.kind() == Kind.DOUBT && f.nanos() > mono - age);
        }
        kind.ifPresent(
            k -> found.add(Happening.of(mono - age + slack(k), k, node, parts.group(2))));
      }
    }
    return found;
  }

  /**
   * An agent that was let through just before may begin just after, and begins are known to a tick:
   * detection is later than the end of a lease by 200 ms so that this does no harm.
   */
  private static long slack(Kind kind) {
    return kind == Kind.DOUBT ? TimeUnit.MILLISECONDS.toNanos(100) : 0;
  }

  private static Optional<Kind> kind(String sentence) {
    if (sentence.startsWith("this node leads term") || sentence.startsWith("this node follows ")) {
      return Optional.of(Kind.AGREED);
    }
    return sentence.startsWith("no authority: ") ? Optional.of(Kind.DOUBT) : Optional.empty();
  }
}
