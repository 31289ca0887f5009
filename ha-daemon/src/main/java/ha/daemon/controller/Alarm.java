package ha.daemon.controller;

import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks to be woken when time alone can change a decision: an override expires, a failure may have
 * been forgiven, a rule speaks of dates.
 */
final class Alarm {
  private static final Duration RECHECK = Duration.ofSeconds(15);

  private Optional<Instant> set = Optional.empty();
  private Optional<TimedRules> rules = Optional.empty();

  /** These definitions are in force from now on. */
  void defined(Optional<Definitions> definitions) {
    rules = definitions.map(TimedRules::of);
  }

  void rang() {
    set = Optional.empty();
  }

  void set(View view, Instant now, Step step) {
    Optional<Instant> next = sooner(next(view.record(), now), rules.flatMap(r -> r.next(now)));
    boolean earlier = next.isPresent() && set.map(next.get()::isBefore).orElse(true);
    if (earlier) {
      set = next;
      step.add(new ControllerEffect.WakeAt(next.get()));
    }
  }

  private static Optional<Instant> sooner(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
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
