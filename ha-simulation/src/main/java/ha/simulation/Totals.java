package ha.simulation;

import ha.simulation.world.Counters;
import java.time.Duration;
import java.util.Locale;

/** Sums over many runs. */
final class Totals {
  private final Counters counters = new Counters();
  private long runs;
  private long events;
  private Duration simulated = Duration.ZERO;
  private Duration longestRecovery = Duration.ZERO;
  private Duration recoveries = Duration.ZERO;
  private long recovered;

  void add(Run run) {
    runs++;
    events += run.events();
    simulated = simulated.plus(run.simulated());
    counters.add(run.counters());
    if (!run.recovery().isZero()) {
      recovered++;
      recoveries = recoveries.plus(run.recovery());
      longestRecovery =
          run.recovery().compareTo(longestRecovery) > 0 ? run.recovery() : longestRecovery;
    }
  }

  long runs() {
    return runs;
  }

  String text(Duration took) {
    double seconds = Math.max(1, took.toMillis()) / 1000.0;
    double hours = simulated.toMillis() / 3_600_000.0;
    long faults =
        counters.all().entrySet().stream()
            .filter(e -> e.getKey().startsWith("fault "))
            .mapToLong(java.util.Map.Entry::getValue)
            .sum();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d seeds in %.0f s: %.2f simulated hours (%.1f hours an hour), %d events, %d faults%n",
            runs,
            seconds,
            hours,
            hours * 3600 / seconds,
            events,
            faults));
    text.append(
        String.format(
            Locale.ROOT,
            "well again after %.1f s on average, %.1f s at most (%d times)%n",
            recovered == 0 ? 0 : recoveries.toMillis() / 1000.0 / recovered,
            longestRecovery.toMillis() / 1000.0,
            recovered));
    counters.all().forEach((what, n) -> text.append(String.format("  %-28s %d%n", what, n)));
    return text.toString();
  }
}
