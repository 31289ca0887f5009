package ha.fencing;

import ha.fencing.FenceAttempt.Step;
import ha.fencing.FenceOutcome.Ending;
import ha.fencing.FenceOutcome.OnPhase;
import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.model.DeviceId;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, and those merged with it, from first reading to last. {@link #run} is the whole
 * course of it, on one thread; the rest may be called from any.
 */
final class FenceOperation {
  private static final Logger LOG = LoggerFactory.getLogger(Fencer.class);

  private final FenceRequest request;
  private final FencerSettings settings;
  private final OffBudget budget;
  private final Optional<FenceOperation> previous;
  private final FenceParty party;
  private final AttemptLog log = new AttemptLog();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long beganNanos = System.nanoTime();
  private final Set<FenceDevice> toSwitchOn = new LinkedHashSet<>();

  FenceOperation(
      FenceRequest request,
      FencerSettings settings,
      OffBudget budget,
      Optional<FenceOperation> previous) {
    this.request = request;
    this.settings = settings;
    this.budget = budget;
    this.previous = previous;
    this.party = new FenceParty(request);
  }

  FenceHandle add(FenceProgress progress) {
    return party.add(progress);
  }

  Optional<FenceHandle> join(FenceRequest other, FenceProgress progress) {
    return party.join(other, progress);
  }

  void supersede() {
    party.supersede();
  }

  void cancelAll() {
    party.cancelAll();
  }

  void run() {
    FenceOutcome outcome;
    try {
      outcome = request.mode() == FenceMode.ON ? switchOn() : switchOff();
    } catch (InterruptedException e) {
      outcome = outcome(Ending.FAILED, List.of(), OnPhase.NOT_ASKED, "interrupted");
    } catch (RuntimeException e) {
      LOG.error("fencing {} broke", request.target(), e);
      outcome = outcome(Ending.FAILED, List.of(), OnPhase.NOT_ASKED, "the fencer broke: " + e);
    } finally {
      ended.countDown();
    }
    LOG.info("{}", outcome.summary());
    party.finish(outcome);
  }

  private FenceOutcome switchOff() throws InterruptedException {
    if (!awaitPrevious()) {
      return stopped("an earlier fence of the node did not end in time");
    }
    if (request.levels().isEmpty()) {
      return outcome(Ending.FAILED, List.of(), OnPhase.NOT_ASKED, "the node has no fence device");
    }
    Optional<List<DeviceId>> confirmed = watch();
    if (confirmed.isEmpty()) {
      if (!party.beginSwitching()) {
        return stopped("withdrawn before anything was switched");
      }
      confirmed = passes();
    }
    return confirmed.isPresent() ? off(confirmed.get()) : stopped(log.whyNot());
  }

  /** Waits for the delay to pass; answers early if the node is read as off. */
  private Optional<List<DeviceId>> watch() throws InterruptedException {
    List<FenceDevice> devices = request.levels().getFirst();
    while (party.delayed()) {
      Deadline limit = party.delayEnd().atMost(settings.readTimeout());
      List<DeviceCalls.Answer> answers =
          DeviceCalls.all(
              devices, d -> limit, (d, l) -> d.status(request.target(), l), party.brokenOff());
      log.add(1, Step.WATCH, answers);
      if (allOff(answers)) {
        toSwitchOn.addAll(devices);
        return Optional.of(ids(answers));
      }
      party.awaitDelay(settings.watchInterval());
    }
    return Optional.empty();
  }

  /** Passes over the levels until one succeeds or the deadline comes. */
  private Optional<List<DeviceId>> passes() throws InterruptedException {
    Duration backOff = settings.firstBackOff();
    while (true) {
      boolean lasting = true;
      for (int level = 1; level <= request.levels().size(); level++) {
        if (party.stopped() || party.deadline().passed() || overdrawn()) {
          return Optional.empty();
        }
        List<DeviceCalls.Answer> answers = attempt(level);
        if (allOff(answers)) {
          return Optional.of(ids(answers));
        }
        lasting &= answers.stream().allMatch(a -> a.result().off() || a.result().cause().lasting());
      }
      Duration wait = lasting ? settings.lastingBackOff() : backOff;
      if (!party.awaitRetry(wait)) {
        return Optional.empty();
      }
      Duration twice = backOff.multipliedBy(2);
      backOff = twice.compareTo(settings.lastBackOff()) > 0 ? settings.lastBackOff() : twice;
    }
  }

  private boolean overdrawn() {
    Optional<Duration> blocked = budget.exhausted();
    blocked.ifPresent(log::limited);
    return blocked.isPresent();
  }

  private List<DeviceCalls.Answer> attempt(int level) {
    List<FenceDevice> devices = request.levels().get(level - 1);
    int left = request.levels().size() - level + 1;
    // No level may use up the time of those after it.
    party.attemptBegins();
    Deadline share = party.deadline().atMost(party.deadline().remaining().dividedBy(left));
    List<DeviceCalls.Answer> answers =
        DeviceCalls.all(
            devices,
            d -> share.atMost(d.timeout()),
            (d, l) -> d.off(request.target(), l),
            party.brokenOff());
    log.add(level, Step.OFF, answers);
    for (DeviceCalls.Answer answer : answers) {
      LOG.info("{}: {}: {}", request.target(), answer.device().id(), answer.result());
      if (answer.result().cause() == Cause.OFF_CONFIRMED) {
        toSwitchOn.add(answer.device());
      }
    }
    boolean mayHaveActed = answers.stream().anyMatch(a -> a.result().cause().mayHaveActed());
    if (mayHaveActed) {
      budget.spend();
    }
    party.attemptEnded(mayHaveActed);
    if (!allOff(answers)) {
      return answers;
    }
    toSwitchOn.addAll(devices);
    return devices.size() == 1 ? answers : verify(level, devices);
  }

  /** Several supplies: the node is off only when all of them are off at one time. */
  private List<DeviceCalls.Answer> verify(int level, List<FenceDevice> devices) {
    List<DeviceCalls.Answer> answers =
        DeviceCalls.all(
            devices,
            d -> party.deadline().atMost(settings.readTimeout()),
            (d, l) -> d.status(request.target(), l),
            party.brokenOff());
    log.add(level, Step.VERIFY, answers);
    return answers;
  }

  private FenceOutcome off(List<DeviceId> by) {
    FenceMode mode = party.confirm();
    String text = "is off, read back by " + names(by);
    if (mode != FenceMode.REBOOT) {
      FenceOutcome done = outcome(Ending.CONFIRMED, by, OnPhase.NOT_ASKED, text);
      party.offConfirmed(done);
      return done;
    }
    party.offConfirmed(outcome(Ending.CONFIRMED, by, OnPhase.PENDING, text));
    if (!party.beginSwitchingOn()) {
      return outcome(Ending.CONFIRMED, by, OnPhase.NOT_ASKED, text + "; it stays off");
    }
    toSwitchOn.removeIf(FenceDevice::unfences);
    boolean on = allOn(1, List.copyOf(toSwitchOn));
    return outcome(
        Ending.CONFIRMED,
        by,
        on ? OnPhase.DONE : OnPhase.FAILED,
        text + (on ? "; switched on again" : "; switching on again failed: " + log.whyNot()));
  }

  private FenceOutcome switchOn() throws InterruptedException {
    if (!awaitPrevious() || !party.beginSwitching()) {
      return stopped("withdrawn before anything was switched");
    }
    for (int level = 1; level <= request.levels().size(); level++) {
      List<FenceDevice> devices = request.levels().get(level - 1);
      if (!party.stopped() && allOn(level, devices)) {
        List<DeviceId> by = devices.stream().map(FenceDevice::id).toList();
        return outcome(Ending.CONFIRMED, by, OnPhase.DONE, "is on, read back by " + names(by));
      }
    }
    return stopped(log.whyNot());
  }

  private boolean allOn(int level, List<FenceDevice> devices) {
    List<DeviceCalls.Answer> answers =
        DeviceCalls.all(
            devices,
            d -> Deadline.after(d.timeout()),
            (d, l) -> d.on(request.target(), l),
            party.brokenOff());
    log.add(level, Step.ON, answers);
    return answers.stream().allMatch(a -> a.result().cause() == Cause.ON_CONFIRMED);
  }

  private boolean awaitPrevious() throws InterruptedException {
    return previous.isEmpty()
        || previous.get().ended.await(party.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
  }

  private FenceOutcome stopped(String why) {
    Ending ending = log.isLimited() ? Ending.LIMITED : party.ending();
    String text = ending == Ending.BROKEN_OFF ? party.brokenOff().join() : why;
    return outcome(ending, List.of(), OnPhase.NOT_ASKED, "was not fenced: " + text);
  }

  private static boolean allOff(List<DeviceCalls.Answer> answers) {
    return !answers.isEmpty()
        && answers.stream().map(DeviceCalls.Answer::result).allMatch(FenceResult::off);
  }

  private static List<DeviceId> ids(List<DeviceCalls.Answer> answers) {
    return answers.stream().map(a -> a.device().id()).toList();
  }

  private static String names(List<DeviceId> ids) {
    return String.join(" and ", ids.stream().map(DeviceId::value).toList());
  }

  private FenceOutcome outcome(Ending ending, List<DeviceId> by, OnPhase on, String text) {
    Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
    String sentence =
        "%s %s after %d ms (%s)"
            .formatted(request.target(), text, took.toMillis(), request.reason());
    return new FenceOutcome(
        request.node(),
        request.incarnation(),
        party.mode(),
        ending,
        by,
        on,
        new ArrayList<>(log.attempts()),
        took,
        sentence);
  }
}
