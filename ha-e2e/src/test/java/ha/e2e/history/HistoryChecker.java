package ha.e2e.history;

import ha.e2e.history.Happening.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a history. Each copy of a resource counts as possibly active from the moment at which it
 * begins to start until it has stopped, or until its node is off: nothing else ends it, least of
 * all silence.
 *
 * <ul>
 *   <li>S1: no two copies of one resource are possibly active at one time.
 *   <li>S2: what a lost node may hold starts elsewhere only after that node was off.
 *   <li>S3: a node in doubt (booted, or not run for longer than its lease) starts nothing until it
 *       has agreed with the others again.
 * </ul>
 *
 * <p>Beside these: nothing acts after its node was switched off, and no copy ever found its disk in
 * use.
 */
public final class HistoryChecker {
  private final List<Happening> history;
  private final List<String> violations = new ArrayList<>();
  private final Map<Long, Activity> activities = new TreeMap<>();

  private HistoryChecker(List<Happening> history) {
    this.history = history.stream().sorted(Comparator.comparingLong(Happening::nanos)).toList();
  }

  /** One copy of a resource, from the moment at which it may do something to the last one. */
  private static final class Activity {
    final Happening start;
    long endNanos = Long.MAX_VALUE;
    Ending ending = Ending.NONE;

    Activity(Happening start) {
      this.start = start;
    }

    boolean ended() {
      return ending != Ending.NONE;
    }

    void end(long nanos, Ending how) {
      if (!ended()) {
        endNanos = nanos;
        ending = how;
      }
    }
  }

  private enum Ending {
    NONE("has never ended"),
    STOPPED("stopped"),
    OFF("was switched off");

    private final String words;

    Ending(String words) {
      this.words = words;
    }
  }

  /** What is wrong, a sentence each; empty if nothing is. */
  public static List<String> violations(List<Happening> history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.followActivities();
    checker.checkOverlaps();
    checker.checkDoubts();
    return List.copyOf(checker.violations);
  }

  private void followActivities() {
    for (Happening h : history) {
      Activity of = activities.get(h.pid());
      switch (h.kind()) {
        case START_BEGIN -> activities.put(h.pid(), new Activity(h));
        case START_END, STOP_BEGIN -> mustLive(h, of);
        case STOP_END -> {
          mustLive(h, of);
          if (of != null) {
            of.end(h.nanos(), Ending.STOPPED);
          }
        }
        case DOUBLED -> violate("S1", h, "found its disk in use: " + h.detail());
        case OFF_END ->
            activities.values().stream()
                .filter(a -> a.start.node().equals(h.node()))
                .forEach(a -> a.end(h.nanos(), Ending.OFF));
        case LAUNCHED, OFF_BEGIN, DOUBT, AGREED, NOTE -> {}
      }
    }
  }

  private void mustLive(Happening h, @org.jspecify.annotations.Nullable Activity activity) {
    if (activity == null) {
      violate("history", h, "acts without having begun");
    } else if (activity.ended()) {
      violate("S2", h, "acts though it " + activity.ending.words + " before");
    }
  }

  private void checkOverlaps() {
    List<Activity> all =
        activities.values().stream()
            .sorted(Comparator.comparingLong(a -> a.start.nanos()))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        Activity first = all.get(i);
        Activity second = all.get(j);
        boolean same = first.start.resource().equals(second.start.resource());
        if (same && second.start.nanos() < first.endNanos) {
          boolean neverStopped = first.ending != Ending.STOPPED;
          violate(
              neverStopped ? "S2" : "S1",
              second.start,
              "begins while "
                  + name(first.start)
                  + " is possibly active, which "
                  + first.ending.words
                  + (first.ended()
                      ? " " + (first.endNanos - second.start.nanos()) / 1_000_000 + " ms later"
                      : ""));
        }
      }
    }
  }

  private void checkDoubts() {
    Map<String, Happening> doubts = new TreeMap<>();
    for (Happening h : history) {
      switch (h.kind()) {
        case DOUBT -> doubts.put(h.node(), h);
        case AGREED -> doubts.remove(h.node());
        case LAUNCHED -> {
          Happening doubt = doubts.get(h.node());
          if (doubt != null) {
            violate(
                "S3",
                h,
                "was begun "
                    + (h.nanos() - doubt.nanos()) / 1_000_000
                    + " ms after its node came to doubt ("
                    + doubt.detail()
                    + ") and before it agreed");
          }
        }
        case START_BEGIN, START_END, STOP_BEGIN, STOP_END, DOUBLED, OFF_BEGIN, OFF_END, NOTE -> {}
      }
    }
  }

  private void violate(String rule, Happening h, String what) {
    violations.add(rule + ": " + name(h) + " " + what);
  }

  private static String name(Happening h) {
    return h.resource() + " on " + h.node() + " (process " + h.pid() + ")";
  }

  /** How often each resource began, by node. */
  public static Map<String, Long> starts(List<Happening> history, String resource) {
    Map<String, Long> starts = new TreeMap<>();
    history.stream()
        .filter(h -> h.kind() == Kind.START_END && h.resource().equals(resource))
        .forEach(h -> starts.merge(h.node(), 1L, Long::sum));
    return starts;
  }
}
