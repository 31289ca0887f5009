package ha.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.fencing.FenceAttempt.Step;
import ha.fencing.FenceOutcome.Ending;
import ha.fencing.FenceOutcome.OnPhase;
import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceDevice;
import ha.fencing.ipmi.IpmiDevice;
import ha.fencing.ipmi.IpmiSettings;
import ha.fencing.ipmi.Rig;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fencer over simulated BMCs: levels, delays, merging, the second phase. */
class FencerTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Rig first;
  private final Rig second;
  private final FenceDevice one;
  private final FenceDevice two;
  private final Fencer fencer =
      new Fencer(
          new FencerSettings(
              3,
              Duration.ofHours(1),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofMillis(300),
              Duration.ofMillis(50),
              Duration.ofSeconds(1)));

  FencerTest(@TempDir Path directory) throws IOException {
    first = new Rig(Files.createDirectory(directory.resolve("first")));
    second = new Rig(Files.createDirectory(directory.resolve("second")));
    one = device("one", first);
    two = device("two", second);
  }

  @AfterEach
  void stop() {
    fencer.close();
    first.close();
    second.close();
  }

  private static FenceDevice device(String name, Rig rig) {
    IpmiSettings settings =
        rig.settings("admin")
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ZERO);
    return new IpmiDevice(new DeviceId(name), settings);
  }

  /** The BMC accepts and goes on trying; its later word that the node is off does not count. */
  @Test
  void anAttemptUnderWayIsBrokenOffAtOnce() {
    first.faults(BmcFaults.lyingOne());
    FenceDevice patient = new IpmiDevice(new DeviceId("patient"), first.settings("admin"));
    Story story = new Story();
    FenceHandle handle =
        fencer.fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(patient)), story);
    await().until(() -> first.bmc.powerCommands() == 1);
    assertThat(handle.cancel()).isFalse();

    long from = System.nanoTime();
    handle.breakOff("ann says that bob is off");

    FenceOutcome end = story.end();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    assertThat(end.ending()).isEqualTo(Ending.BROKEN_OFF);
    assertThat(end.summary()).contains("ann says that bob is off");
    assertThat(end.attempts().getLast().result().detail()).contains("broken off");
    first.power.powerOff();
    assertThat(story.off).isNotDone();
    // The BMC is free for others at once, and the next life of the node can be fenced.
    first.faults(BmcFaults.NONE);
    first.power.powerOn();
    assertThat(fence(Story.request(8, FenceMode.OFF, NONE, LONG, List.of(one))).end().confirmed())
        .isTrue();
  }

  private Story fence(FenceRequest request) {
    Story story = new Story();
    fencer.fence(request, story);
    return story;
  }

  @Test
  void rebootConfirmsOffBeforeItSwitchesOn() {
    Story story = fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one)));
    FenceOutcome off = story.off.join();
    assertThat(off.on()).isEqualTo(OnPhase.PENDING);
    assertThat(off.confirmedBy()).containsExactly(one.id());
    FenceOutcome end = story.end();
    assertThat(end.confirmed()).isTrue();
    assertThat(end.on()).isEqualTo(OnPhase.DONE);
    assertThat(first.power.offs()).isEqualTo(1);
    assertThat(first.power.ons()).isEqualTo(1);
  }

  /** What cut a node off from its disks lets it back in only when the node has joined. */
  @Test
  void deviceThatTheNodeSwitchesOnItselfStaysOff() {
    FenceDevice fabric =
        (FenceDevice)
            Proxy.newProxyInstance(
                FenceDevice.class.getClassLoader(),
                new Class<?>[] {FenceDevice.class},
                (proxy, method, arguments) ->
                    method.getName().equals("unfences") ? true : method.invoke(two, arguments));
    FenceOutcome end =
        fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one, fabric))).end();
    assertThat(end.confirmed()).isTrue();
    assertThat(first.power.isOn()).isTrue();
    assertThat(second.power.isOn()).isFalse();
  }

  @Test
  void offStaysOff() {
    FenceOutcome end = fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of(one))).end();
    assertThat(end.confirmed()).isTrue();
    assertThat(end.on()).isEqualTo(OnPhase.NOT_ASKED);
    assertThat(first.power.isOn()).isFalse();
  }

  @Test
  void onSwitchesOn() {
    first.power.powerOff();
    Story story = fence(Story.request(7, FenceMode.ON, NONE, LONG, List.of(one)));
    assertThat(story.end().confirmed()).isTrue();
    assertThat(story.off).isNotDone();
    assertThat(first.power.isOn()).isTrue();
  }

  @Test
  void severalSuppliesAreAllOffThenAllOn() {
    Story story = fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one, two)));
    FenceOutcome off = story.off.join();
    assertThat(off.confirmedBy()).containsExactly(one.id(), two.id());
    assertThat(off.attempts()).extracting(FenceAttempt::step).contains(Step.VERIFY);
    assertThat(story.end().on()).isEqualTo(OnPhase.DONE);
    assertThat(first.power.offs() + second.power.offs()).isEqualTo(2);
    assertThat(first.power.isOn() && second.power.isOn()).isTrue();
  }

  @Test
  void oneSupplyOfTwoIsNotEnough() {
    second.faults(BmcFaults.lyingOne());
    FenceOutcome end =
        fence(Story.request(7, FenceMode.OFF, NONE, Duration.ofSeconds(2), List.of(one, two)))
            .end();
    assertThat(end.ending()).isEqualTo(Ending.FAILED);
    assertThat(end.confirmedBy()).isEmpty();
  }

  @Test
  void nextLevelIsTriedAfterAFailure() {
    first.faults(BmcFaults.deadOne());
    FenceOutcome end =
        fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of(one), List.of(two))).end();
    assertThat(end.confirmedBy()).containsExactly(two.id());
    assertThat(end.attempts())
        .extracting(a -> a.result().cause())
        .containsExactly(Cause.UNREACHABLE, Cause.OFF_CONFIRMED);
  }

  @Test
  void aBmcThatComesBackIsTriedAgainUntilTheDeadline() {
    first.faults(BmcFaults.deadOne());
    Story story = fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of(one)));
    await().during(Duration.ofMillis(1300)).until(() -> !story.finished.isDone());
    first.faults(BmcFaults.NONE);
    assertThat(story.end().confirmed()).isTrue();
  }

  @Test
  void failureSaysWhyPerDevice() {
    first.faults(BmcFaults.NONE.edit().wrongPassword(true).done());
    FenceOutcome end =
        fence(Story.request(7, FenceMode.OFF, NONE, Duration.ofSeconds(1), List.of(one))).end();
    assertThat(end.ending()).isEqualTo(Ending.FAILED);
    assertThat(end.summary()).contains("bob/7", "one", "BAD_PASSWORD");
    assertThat(end.attempts().size()).isLessThan(6);
  }

  @Test
  void failedOnPhaseIsReportedAndNotFatal() {
    Story story = new Story();
    fencer.fence(
        Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one)),
        new FenceProgress() {
          @Override
          public void offConfirmed(FenceOutcome soFar) {
            first.faults(BmcFaults.deadOne());
            story.offConfirmed(soFar);
          }

          @Override
          public void finished(FenceOutcome outcome) {
            story.finished(outcome);
          }
        });
    assertThat(story.end().confirmed()).isTrue();
    assertThat(story.end().on()).isEqualTo(OnPhase.FAILED);
  }

  @Test
  void alreadyOffEndsTheDelay() {
    first.power.powerOff();
    FenceOutcome end =
        fence(Story.request(7, FenceMode.OFF, Duration.ofSeconds(20), LONG, List.of(one))).end();
    assertThat(end.confirmed()).isTrue();
    assertThat(end.took()).isLessThan(Duration.ofSeconds(10));
    assertThat(first.bmc.powerCommands()).isZero();
  }

  @Test
  void nothingIsSwitchedDuringTheDelayAndItCanBeCancelled() {
    Story story = new Story();
    FenceHandle handle =
        fencer.fence(
            Story.request(7, FenceMode.OFF, Duration.ofSeconds(20), LONG, List.of(one)), story);
    await().during(Duration.ofMillis(300)).until(() -> first.bmc.powerCommands() == 0);
    assertThat(handle.cancel()).isTrue();
    assertThat(story.end().ending()).isEqualTo(Ending.CANCELLED);
    assertThat(story.off).isNotDone();
    assertThat(handle.cancel()).isFalse();
    assertThat(first.power.isOn()).isTrue();
  }

  @Test
  void afterTheDelayCancelComesTooLate() {
    first.faults(BmcFaults.lyingOne());
    Story story = new Story();
    FenceHandle handle =
        fencer.fence(
            Story.request(
                7, FenceMode.OFF, Duration.ofMillis(100), Duration.ofSeconds(3), List.of(one)),
            story);
    await().until(() -> first.bmc.powerCommands() == 1);
    assertThat(handle.cancel()).isFalse();
    assertThat(story.end().ending()).isEqualTo(Ending.FAILED);
  }

  /** A node came back by itself while its BMC could not be reached: it must not be shot later. */
  @Test
  void cancelDuringAttemptsThatReachNothingEndsThem() {
    first.faults(BmcFaults.deadOne());
    Story story = new Story();
    FenceHandle handle =
        fencer.fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one)), story);
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    handle.cancel();

    assertThat(story.end().ending()).isEqualTo(Ending.CANCELLED);
    first.faults(BmcFaults.NONE);
    await().during(Duration.ofSeconds(1)).until(() -> first.power.offs() == 0);
  }

  @Test
  void sameIncarnationIsMergedAndTheShorterDelayHolds() {
    Story patient =
        fence(Story.request(7, FenceMode.REBOOT, Duration.ofSeconds(20), LONG, List.of(one)));
    Story hasty = fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of(one)));
    assertThat(hasty.end().confirmed()).isTrue();
    assertThat(patient.end().confirmed()).isTrue();
    // OFF wins: nobody who asked for off finds the node on.
    assertThat(patient.end().mode()).isEqualTo(FenceMode.OFF);
    assertThat(first.power.offs()).isEqualTo(1);
    assertThat(first.power.isOn()).isFalse();
  }

  @Test
  void oneOfTwoMergedRequestsIsWithdrawnAlone() {
    Story story = new Story();
    FenceRequest request =
        Story.request(7, FenceMode.OFF, Duration.ofMillis(500), LONG, List.of(one));
    fencer.fence(request, story);
    Story other = new Story();
    FenceHandle handle = fencer.fence(request, other);
    assertThat(handle.cancel()).isTrue();
    assertThat(other.end().ending()).isEqualTo(Ending.CANCELLED);
    assertThat(story.end().confirmed()).isTrue();
  }

  @Test
  void laterIncarnationTakesOverAndIsProvedByItself() {
    first.faults(BmcFaults.NONE.edit().powerDropDelay(Duration.ofMillis(800)).done());
    Story old = fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one)));
    await().until(() -> first.bmc.powerCommands() == 1);
    Story young = fence(Story.request(8, FenceMode.OFF, NONE, LONG, List.of(one)));
    assertThat(young.end().confirmed()).isTrue();
    assertThat(young.end().incarnation().number()).isEqualTo(8);
    assertThat(old.end().incarnation().number()).isEqualTo(7);
    assertThat(first.power.ons()).isZero();
  }

  @Test
  void earlierIncarnationIsRefused() {
    assertThat(
            fence(Story.request(8, FenceMode.REBOOT, NONE, LONG, List.of(one))).end().confirmed())
        .isTrue();
    FenceOutcome stale = fence(Story.request(7, FenceMode.REBOOT, NONE, LONG, List.of(one))).end();
    assertThat(stale.ending()).isEqualTo(Ending.STALE);
    assertThat(first.power.offs()).isEqualTo(1);
  }

  @Test
  void offsPerHourAreLimited() {
    for (int i = 1; i <= 3; i++) {
      FenceRequest request = Story.request(i, FenceMode.REBOOT, NONE, LONG, List.of(one));
      assertThat(fence(request).end().confirmed()).isTrue();
    }
    FenceOutcome end = fence(Story.request(4, FenceMode.REBOOT, NONE, LONG, List.of(one))).end();
    assertThat(end.ending()).isEqualTo(Ending.LIMITED);
    assertThat(first.power.offs()).isEqualTo(3);
  }

  @Test
  void noDeviceMeansNoFence() {
    FenceOutcome end = fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of())).end();
    assertThat(end.ending()).isEqualTo(Ending.FAILED);
    assertThat(end.summary()).contains("no fence device");
  }

  @Test
  void oneSlowTargetDoesNotHoldUpAnother() {
    first.faults(BmcFaults.deadOne());
    Story slow = fence(Story.request(7, FenceMode.OFF, NONE, LONG, List.of(one)));
    Story quick = new Story();
    fencer.fence(
        new FenceRequest(
            new NodeName("carol"),
            Rig.TARGET.incarnation(),
            FenceMode.OFF,
            List.of(List.of(two)),
            NONE,
            LONG,
            "a test"),
        quick);
    assertThat(quick.end().confirmed()).isTrue();
    assertThat(slow.finished).isNotDone();
    first.faults(BmcFaults.NONE);
    assertThat(slow.end().confirmed()).isTrue();
  }

  @Test
  void checkChangesNothing() {
    NodeCheck check =
        fencer.check(
            new NodeName("bob"),
            List.of(List.of(one), List.of(two)),
            Deadline.after(Duration.ofSeconds(10)));
    assertThat(check.allWell()).isTrue();
    second.faults(BmcFaults.NONE.edit().wrongPassword(true).done());
    NodeCheck worse =
        fencer.check(
            new NodeName("bob"),
            List.of(List.of(one), List.of(two)),
            Deadline.after(Duration.ofSeconds(10)));
    assertThat(worse.allWell()).isFalse();
    assertThat(worse.fenceable()).isTrue();
    assertThat(first.bmc.powerCommands() + second.bmc.powerCommands()).isZero();
  }
}
