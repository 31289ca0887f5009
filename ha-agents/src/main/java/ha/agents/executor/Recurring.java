package ha.agents.executor;

import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** An operation that goes on until it is cancelled. Guarded by the executor's lock. */
final class Recurring {
  private static final int JITTER_SHARE = 20;
  private static final Duration MOST_JITTER = Duration.ofSeconds(1);

  /** One change seldom comes alone. */
  private static final Duration HURRY = Duration.ofMillis(200);

  final OperationRequest request;
  final Consumer<OperationResult> whenDone;
  private Optional<AgentResult> first = Optional.empty();
  private Optional<AgentResult> last = Optional.empty();
  private MonitorSchedule.Pending wake = () -> {};
  private long runs;
  private int timeouts;
  private boolean again;
  private boolean cancelled;
  private boolean soon;

  Recurring(OperationRequest request, Consumer<OperationResult> whenDone) {
    this.request = request;
    this.whenDone = whenDone;
  }

  boolean is(String operation, Duration interval) {
    return request.operation().equals(operation) && request.interval().equals(interval);
  }

  boolean cancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
    wake.cancel();
  }

  void wakeBy(MonitorSchedule.Pending pending) {
    wake = pending;
  }

  /** The next run is not to wait for the interval; whether that is news. */
  boolean hurry() {
    boolean news = !soon;
    soon = true;
    return news;
  }

  /** Forgets the wait that goes on. */
  void wakeAnew() {
    wake.cancel();
  }

  /** The next run begins. */
  void comesNow() {
    soon = false;
  }

  long runs() {
    return runs;
  }

  /**
   * Whether this timeout is no failure yet; one that follows no answer, or too many others, is.
   * Answers end a row of timeouts.
   */
  boolean excuses(AgentResult result) {
    timeouts = result instanceof TimedOut ? timeouts + 1 : 0;
    again = timeouts > 0 && timeouts <= request.timeoutsAllowed() && last.isPresent();
    return again;
  }

  int timeouts() {
    return timeouts;
  }

  /** Takes a result in; whether it is worth a report: the first, a change, a failure. */
  boolean took(AgentResult result, boolean counted) {
    boolean changed = last.isEmpty() || !alike(last.get(), result);
    if (first.isEmpty()) {
      first = Optional.of(result);
    }
    last = Optional.of(result);
    if (counted) {
      runs++;
    }
    return changed || failure(result);
  }

  private static boolean alike(AgentResult one, AgentResult other) {
    return one.getClass() == other.getClass()
        && ha.agents.OcfCodes.exitCode(one) == ha.agents.OcfCodes.exitCode(other);
  }

  /** "Not running" is none where it was so from the beginning: it was ordered for a stopped one. */
  private boolean failure(AgentResult result) {
    return switch (result) {
      case Ok ok -> false;
      case Promoted promoted -> false;
      case NotRunning n -> first.filter(NotRunning.class::isInstance).isEmpty();
      case Failed failed -> true;
      case TimedOut timedOut -> true;
      case Unknown unknown -> true;
    };
  }

  /**
   * None after an excused timeout; else the interval, and a little more that differs by resource:
   * so that not all monitors run at once.
   */
  Duration delay() {
    if (again) {
      return Duration.ZERO;
    }
    if (soon) {
      return HURRY;
    }
    Duration span = request.interval().dividedBy(JITTER_SHARE);
    long most = Math.min(span.toNanos(), MOST_JITTER.toNanos());
    int hash = (request.resource() + " " + request.operation()).hashCode();
    return request.interval().plusNanos(Math.floorMod(hash, Math.max(1, most)));
  }
}
