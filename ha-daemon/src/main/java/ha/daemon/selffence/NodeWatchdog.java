package ha.daemon.selffence;

import ha.daemon.blackbox.Note;
import ha.daemon.blackbox.Recorder;
import ha.daemon.controller.Holding;
import ha.fencing.watchdog.Countdown;
import ha.fencing.watchdog.Countdowns;
import ha.model.MonoTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchdog of this machine, from the beginning of a daemon's life to its orderly end. For the
 * loop's thread.
 *
 * <p>Where nobody counts on it, because no level of the fencing topology names it, it is fed as
 * long as the loop runs, and resets a node whose daemon hangs or died.
 *
 * <p>A daemon that begins in the boot of an earlier one waits until it may act before it touches
 * the watchdog: the countdown that its predecessor left must reset the machine if the cluster does
 * not take this life in.
 */
public final class NodeWatchdog {
  private static final Logger LOG = LoggerFactory.getLogger("had");
  private static final int FEEDS_IN_A_COUNTDOWN = 8;
  private static final Duration COMPLAIN_EVERY = Duration.ofSeconds(10);

  private final Path path;
  private final Duration timeout;
  private final boolean suspicious;
  private final Recorder blackBox;
  private Optional<Running> running = Optional.empty();
  private boolean mayHold = true;
  private Reliance reliance = Reliance.NOTHING;
  private Optional<MonoTime> complained = Optional.empty();

  /** A countdown that was begun. */
  private static final class Running {
    final Countdown countdown;
    final Feeding feeding;
    MonoTime fed;

    Running(Countdown countdown, Duration timeout, MonoTime now) {
      this.countdown = countdown;
      this.feeding = new Feeding(timeout, now);
      this.fed = now;
    }
  }

  private NodeWatchdog(Path path, Duration timeout, boolean suspicious, Recorder blackBox) {
    this.path = path;
    this.timeout = timeout;
    this.suspicious = suspicious;
    this.blackBox = blackBox;
  }

  /**
   * Takes the watchdog into use.
   *
   * @param runDirectory emptied by a reboot
   * @param blackBox hears what becomes of the countdown
   * @throws IOException if there is none or it does not work; the message is for people
   */
  public static NodeWatchdog open(Path path, Duration timeout, Path runDirectory, Recorder blackBox)
      throws IOException {
    BootMarker marker = BootMarker.in(runDirectory);
    boolean suspicious = marker.isSet();
    marker.set();
    if (!suspicious) {
      // Begun in earnest by the loop: a daemon that cannot start must not reset its machine.
      Countdowns.probe(path, timeout);
    }
    return new NodeWatchdog(path, timeout, suspicious, blackBox);
  }

  private void begin(MonoTime now) throws IOException {
    running = Optional.of(new Running(Countdowns.begin(path, timeout), timeout, now));
    LOG.info(
        "watchdog {}: this node is reset {} s after it was fed last", path, timeout.toSeconds());
    blackBox.note(Note.Kind.WATCHDOG_BEGUN, path + ", " + timeout.toSeconds() + " s");
  }

  /** What the others rely on from now on. */
  public void relyOn(Reliance now) {
    reliance = now;
  }

  /** Whether the countdown was begun. */
  public boolean isRunning() {
    return running.isPresent();
  }

  public Duration timeout() {
    return timeout;
  }

  /** Within what time a life that may not act is reset; empty while that cannot be relied on. */
  public Optional<Duration> resetWithin() {
    return running.filter(r -> reliance == Reliance.AUTHORITY).map(r -> timeout);
  }

  /** The loop runs: feeds the watchdog if this node deserves it. */
  public void tick(MonoTime now, Trial trial) {
    if (running.isEmpty()) {
      if (trial.mayAct() || !suspicious) {
        beginOrComplain(now);
      }
      return;
    }
    Running r = running.get();
    mayHold = mayHold(trial.holding());
    Feeding.Verdict verdict = r.feeding.at(now, trial.guilt(reliance, mayHold), trial.spared());
    verdict
        .sentence()
        .ifPresent(sentence -> {
          LOG.warn(sentence);
          blackBox.note(
              verdict.feed() ? Note.Kind.WATCHDOG_SPARED : Note.Kind.WATCHDOG_STARVED, sentence);
        });
    if (verdict.feed() && isDue(r, now)) {
      feed(r, now);
    }
  }

  private boolean mayHold(Holding holding) {
    return switch (holding) {
      case SOMETHING -> true;
      case UNKNOWN -> suspicious;
      case NOTHING -> false;
    };
  }

  private boolean isDue(Running r, MonoTime now) {
    return now.since(r.fed).compareTo(timeout.dividedBy(FEEDS_IN_A_COUNTDOWN)) >= 0;
  }

  private void feed(Running r, MonoTime now) {
    try {
      r.countdown.feed();
      r.fed = now;
    } catch (IOException e) {
      complain(now, "the watchdog cannot be fed and will reset this node: " + e.getMessage());
      blackBox.note(Note.Kind.WATCHDOG_STARVED, "it cannot be fed: " + e.getMessage());
    }
  }

  private void beginOrComplain(MonoTime now) {
    try {
      begin(now);
    } catch (IOException e) {
      complain(now, "this node is not guarded by its watchdog: " + e.getMessage());
    }
  }

  private void complain(MonoTime now, String sentence) {
    boolean again =
        complained.filter(at -> now.since(at).compareTo(COMPLAIN_EVERY) < 0).isPresent();
    if (!again) {
      complained = Optional.of(now);
      LOG.error(sentence);
    }
  }

  /**
   * The daemon ends in an orderly way.
   *
   * @param recorded the others know what goes on running here
   */
  public void leave(boolean recorded) {
    if (running.isEmpty()) {
      return;
    }
    if (!recorded && mayHold) {
      LOG.warn("the watchdog goes on: the others may count on it");
      blackBox.note(Note.Kind.WATCHDOG_STARVED, "it goes on, for the others may count on it");
      return;
    }
    try {
      if (running.get().countdown.disarm()) {
        blackBox.note(Note.Kind.WATCHDOG_ENDED, "");
      } else {
        LOG.warn("watchdog {} cannot be stopped (nowayout): this node will be reset", path);
        blackBox.note(Note.Kind.WATCHDOG_STARVED, "it cannot be stopped (nowayout)");
      }
    } catch (IOException e) {
      LOG.error("the watchdog may reset this node: {}", e.getMessage());
    }
    running = Optional.empty();
  }
}
