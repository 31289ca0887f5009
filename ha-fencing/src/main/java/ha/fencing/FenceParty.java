package ha.fencing;

import ha.fencing.FenceOutcome.Ending;
import ha.fencing.device.Deadline;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for one fence, and what they agreed on: the latest deadline, the shortest delay,
 * and OFF rather than REBOOT. Thread-safe; listeners are called without the lock.
 */
final class FenceParty {
  private static final Logger LOG = LoggerFactory.getLogger(Fencer.class);

  private enum Stage {
    WAITING,
    SWITCHING_OFF,
    CONFIRMED,
    SWITCHING_ON,
    FINISHED
  }

  private final FenceRequest request;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<FenceProgress> listeners = new ArrayList<>();
  private Stage stage = Stage.WAITING;
  private FenceMode mode;
  private Deadline deadline;
  private Deadline delayEnd;
  private Optional<Ending> stop = Optional.empty();
  private Optional<FenceOutcome> confirmed = Optional.empty();
  private boolean withdrawn;
  private boolean attempting;
  private final CompletableFuture<String> brokenOff = new CompletableFuture<>();
  private boolean acted;

  FenceParty(FenceRequest request) {
    this.request = request;
    this.mode = request.mode();
    this.deadline = Deadline.after(request.timeout());
    this.delayEnd = Deadline.after(request.delay());
  }

  FenceHandle add(FenceProgress progress) {
    lock.lock();
    try {
      listeners.add(progress);
    } finally {
      lock.unlock();
    }
    return new Handle(progress);
  }

  /** What one of those who wait can do. */
  private final class Handle implements FenceHandle {
    private final FenceProgress progress;

    Handle(FenceProgress progress) {
      this.progress = progress;
    }

    @Override
    public boolean cancel() {
      return FenceParty.this.cancel(progress);
    }

    @Override
    public void breakOff(String why) {
      FenceParty.this.breakOff(why);
    }
  }

  /** Takes another request in, if it asks for the same and it is not too late. */
  Optional<FenceHandle> join(FenceRequest other, FenceProgress progress) {
    lock.lock();
    try {
      boolean same =
          other.incarnation().equals(request.incarnation())
              && (other.mode() == FenceMode.ON) == (mode == FenceMode.ON);
      boolean tooLate =
          stage == Stage.FINISHED
              || (stage == Stage.SWITCHING_ON && other.mode() == FenceMode.OFF)
              || stop.isPresent();
      if (!same || tooLate) {
        return Optional.empty();
      }
      if (other.mode() == FenceMode.OFF) {
        mode = FenceMode.OFF;
      }
      deadline = deadline.orLater(other.timeout());
      delayEnd = delayEnd.atMost(other.delay());
      listeners.add(progress);
      changed.signalAll();
      confirmed.ifPresent(c -> later(() -> progress.offConfirmed(c)));
    } finally {
      lock.unlock();
    }
    return Optional.of(new Handle(progress));
  }

  /** Told why, when nobody waits for a device any more. */
  CompletableFuture<String> brokenOff() {
    return brokenOff;
  }

  private void breakOff(String why) {
    lock.lock();
    try {
      if (stage == Stage.FINISHED) {
        return;
      }
      brokenOff.complete(why);
      stop = Optional.of(Ending.BROKEN_OFF);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean cancel(FenceProgress progress) {
    lock.lock();
    try {
      if (stop.isPresent() || !listeners.contains(progress)) {
        return false;
      }
      if (stage != Stage.WAITING) {
        return cancelBetweenAttempts();
      }
      if (listeners.size() > 1) {
        listeners.remove(progress);
        later(() -> progress.finished(withdrawn()));
      } else {
        stop = Optional.of(Ending.CANCELLED);
        changed.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Too late for an attempt under way, but there need not be another one if it does nothing. */
  private boolean cancelBetweenAttempts() {
    if (stage != Stage.SWITCHING_OFF || acted || listeners.size() > 1) {
      return false;
    }
    if (attempting) {
      withdrawn = true;
      return false;
    }
    stop = Optional.of(Ending.CANCELLED);
    changed.signalAll();
    return true;
  }

  void attemptBegins() {
    lock.lock();
    try {
      attempting = true;
    } finally {
      lock.unlock();
    }
  }

  /** An attempt to switch off ended; if no device was told to, a withdrawn request ends with it. */
  void attemptEnded(boolean mayHaveActed) {
    lock.lock();
    try {
      attempting = false;
      acted |= mayHaveActed;
      if (withdrawn && !acted && stop.isEmpty()) {
        stop = Optional.of(Ending.CANCELLED);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void cancelAll() {
    lock.lock();
    try {
      if (stage == Stage.WAITING && stop.isEmpty()) {
        stop = Optional.of(Ending.CANCELLED);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void supersede() {
    lock.lock();
    try {
      if (stop.isEmpty()) {
        stop = Optional.of(Ending.SUPERSEDED);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From here on there is no way back; false if the request was withdrawn before. */
  boolean beginSwitching() {
    lock.lock();
    try {
      if (stop.isPresent()) {
        return false;
      }
      stage = Stage.SWITCHING_OFF;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Off was read; what is to be done next. */
  FenceMode confirm() {
    lock.lock();
    try {
      stage = Stage.CONFIRMED;
      return mode;
    } finally {
      lock.unlock();
    }
  }

  /** False if somebody wants the node to stay off, or another request took over. */
  boolean beginSwitchingOn() {
    lock.lock();
    try {
      if (stop.isPresent() || mode != FenceMode.REBOOT) {
        return false;
      }
      stage = Stage.SWITCHING_ON;
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean stopped() {
    lock.lock();
    try {
      return stop.isPresent();
    } finally {
      lock.unlock();
    }
  }

  Ending ending() {
    lock.lock();
    try {
      return stop.orElse(Ending.FAILED);
    } finally {
      lock.unlock();
    }
  }

  FenceMode mode() {
    lock.lock();
    try {
      return mode;
    } finally {
      lock.unlock();
    }
  }

  Deadline deadline() {
    lock.lock();
    try {
      return deadline;
    } finally {
      lock.unlock();
    }
  }

  Deadline delayEnd() {
    lock.lock();
    try {
      return delayEnd;
    } finally {
      lock.unlock();
    }
  }

  boolean delayed() {
    lock.lock();
    try {
      return stop.isEmpty() && !delayEnd.passed();
    } finally {
      lock.unlock();
    }
  }

  /** Waits during the delay, for {@code interval} at the longest. */
  void awaitDelay(Duration interval) throws InterruptedException {
    lock.lock();
    try {
      Deadline until = Deadline.after(interval);
      while (stop.isEmpty() && !until.passed() && !delayEnd.passed()) {
        changed.awaitNanos(Math.min(until.remainingNanos(), delayEnd.remainingNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits before the next pass; false if there will be none. */
  boolean awaitRetry(Duration backOff) throws InterruptedException {
    lock.lock();
    try {
      Deadline until = Deadline.after(backOff);
      while (stop.isEmpty() && !until.passed() && !deadline.passed()) {
        changed.awaitNanos(Math.min(until.remainingNanos(), deadline.remainingNanos()));
      }
      return stop.isEmpty() && !deadline.passed();
    } finally {
      lock.unlock();
    }
  }

  void offConfirmed(FenceOutcome outcome) {
    List<FenceProgress> told;
    lock.lock();
    try {
      confirmed = Optional.of(outcome);
      told = List.copyOf(listeners);
    } finally {
      lock.unlock();
    }
    told.forEach(l -> tell(() -> l.offConfirmed(outcome)));
  }

  void finish(FenceOutcome outcome) {
    List<FenceProgress> told;
    lock.lock();
    try {
      stage = Stage.FINISHED;
      told = List.copyOf(listeners);
    } finally {
      lock.unlock();
    }
    told.forEach(l -> tell(() -> l.finished(outcome)));
  }

  private FenceOutcome withdrawn() {
    return new FenceOutcome(
        request.node(),
        request.incarnation(),
        request.mode(),
        Ending.CANCELLED,
        List.of(),
        FenceOutcome.OnPhase.NOT_ASKED,
        List.of(),
        Duration.ZERO,
        request.target() + " was not fenced for this request: withdrawn");
  }

  private static void later(Runnable call) {
    Thread.ofVirtual().start(() -> tell(call));
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener of a fence broke", e);
    }
  }
}
