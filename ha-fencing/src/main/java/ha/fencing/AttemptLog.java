package ha.fencing;

import ha.fencing.FenceAttempt.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fence tried, kept to a bounded length. Used by one thread. */
final class AttemptLog {
  private static final int LONGEST = 200;

  private final List<FenceAttempt> attempts = new ArrayList<>();
  private Optional<Duration> limitedFor = Optional.empty();

  void add(int level, Step step, List<DeviceCalls.Answer> answers) {
    for (DeviceCalls.Answer answer : answers) {
      attempts.add(
          new FenceAttempt(
              level, answer.device().id(), step, answer.at(), answer.took(), answer.result()));
      if (attempts.size() > LONGEST) {
        attempts.removeFirst();
      }
    }
  }

  void limited(Duration blocked) {
    limitedFor = Optional.of(blocked);
  }

  boolean isLimited() {
    return limitedFor.isPresent();
  }

  List<FenceAttempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The latest failure of each device. */
  String whyNot() {
    if (limitedFor.isPresent()) {
      return "it was switched off too often lately; the next time may be in "
          + limitedFor.get().toMinutes()
          + " min";
    }
    Map<String, String> latest = new LinkedHashMap<>();
    for (FenceAttempt attempt : attempts) {
      if (attempt.step() != Step.WATCH) {
        latest.put(attempt.device().value(), attempt.result().toString());
      }
    }
    return latest.isEmpty() ? "there was no time to try" : latest.toString();
  }
}
