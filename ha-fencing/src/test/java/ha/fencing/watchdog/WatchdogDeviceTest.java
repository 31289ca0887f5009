package ha.fencing.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.DeviceBuild;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.Target;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.SourcePosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WatchdogDeviceTest {
  private static final Target LIFE = new Target(new NodeName("bob"), new Incarnation(7));
  private static final Target NEXT_LIFE = new Target(new NodeName("bob"), new Incarnation(8));
  private static final Duration COUNTDOWN = Duration.ofMillis(300);

  private final FenceDevice device =
      new WatchdogDevice(
          new DeviceId("self"),
          Duration.ofMillis(200),
          target -> target.equals(LIFE) ? Optional.of(COUNTDOWN) : Optional.empty());

  @Test
  void nodeCountsAsOffOnlyWhenItsCountdownAndTheMarginHavePassed() {
    long began = System.nanoTime();
    FenceResult result = device.off(LIFE, Deadline.after(Duration.ofSeconds(30)));

    assertThat(result.cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(500));
    assertThat(device.status(LIFE, Deadline.after(COUNTDOWN)).off()).isTrue();
  }

  @Test
  void attemptThatEndsEarlyProvesNothingAndTheNextGoesOnWhereItEnded() {
    FenceResult early = device.off(LIFE, Deadline.after(Duration.ofMillis(50)));
    assertThat(early.off()).isFalse();
    assertThat(early.detail()).contains("to go");
    assertThat(device.status(LIFE, Deadline.after(COUNTDOWN)).off()).isFalse();

    assertThat(device.off(LIFE, Deadline.after(Duration.ofSeconds(30))).off()).isTrue();
  }

  @Test
  void lifeThatHasNoWatchdogOnRecordIsNeverOff() {
    FenceResult result = device.off(NEXT_LIFE, Deadline.after(Duration.ofMillis(900)));

    assertThat(result.off()).isFalse();
    assertThat(result.cause().lasting()).isTrue();
    assertThat(result.detail()).contains("not on record that bob/8 has a watchdog");
  }

  private static DeviceBuild build(Map<String, String> parameters) {
    return new WatchdogDeviceFactory(target -> Optional.empty(), Duration.ofSeconds(2))
        .build(
            new FenceDeviceDefinition(
                new DeviceId("self"), "watchdog", new TreeMap<>(parameters), SourcePosition.NONE),
            Path.of("/"));
  }

  @Test
  void marginIsLongerThanALease() {
    assertThat(build(Map.of("margin", "10s"))).isInstanceOf(DeviceBuild.Built.class);
    assertThat(build(Map.of("margin", "2s")))
        .isInstanceOfSatisfying(
            DeviceBuild.Rejected.class,
            r -> assertThat(r.problems().getFirst()).contains("'margin' is '2s'", "from 3s"));
  }
}
