package ha.daemon.controller;

import ha.model.ledger.ClusterRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks to be woken when time alone can change a decision: an override expires, a failure may have
 * been forgiven, a rule speaks of dates.
 */
final class Alarm {
  private static final Duration RECHECK = Duration.ofSeconds(15);

  private Optional<Instant> set = Optional.empty();

  void rang() {
    set = Optional.empty();
  }

  void set(View view, Instant now, Step step) {
    Optional<Instant> next = next(view.record(), now);
    boolean earlier = next.isPresent() && set.map(next.get()::isBefore).orElse(true);
    if (earlier) {
      set = next;
      step.add(new ControllerEffect.WakeAt(next.get()));
    }
  }

  /** Soonest of the expiries known exactly, and a regular recheck while failures are remembered. */
  private static Optional<Instant> next(ClusterRecord record, Instant now) {
    Optional<Instant> expiry =
        record.overrides().stream()
            .flatMap(o -> o.override().expires().stream())
            .filter(now::isBefore)
            .min(Instant::compareTo);
    if (record.failures().isEmpty()) {
      return expiry;
    }
    Instant recheck = now.plus(RECHECK);
    return Optional.of(expiry.filter(recheck::isAfter).orElse(recheck));
  }
}
