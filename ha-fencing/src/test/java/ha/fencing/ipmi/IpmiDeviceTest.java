package ha.fencing.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PowerState;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.BmcUser;
import ha.fencing.ipmi.sim.SimulatedBmc;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Privilege;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every cause that the client tells, against a BMC with the fault that leads to it. */
class IpmiDeviceTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Rig rig;

  IpmiDeviceTest(@TempDir Path directory) {
    rig = new Rig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Deadline seconds(int number) {
    return Deadline.after(Duration.ofSeconds(number));
  }

  @ParameterizedTest
  @EnumSource(SuiteChoice.class)
  void offIsReadBackWithEverySuite(SuiteChoice suite) {
    IpmiDevice device = rig.device(rig.settings("admin").with(suite));
    assertThat(device.off(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.power.offs()).isEqualTo(1);
    assertThat(device.off(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.ALREADY_OFF);
    assertThat(device.status(Rig.TARGET, seconds(20)).power()).isEqualTo(PowerState.OFF);
    assertThat(device.on(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.ON_CONFIRMED);
    assertThat(device.status(Rig.TARGET, seconds(20)).power()).isEqualTo(PowerState.ON);
    assertThat(rig.bmc.powerCommands()).isEqualTo(2);
  }

  @Test
  void operatorSuffices() {
    IpmiDevice device = rig.device(rig.settings("oper"));
    assertThat(device.monitor(Rig.TARGET, seconds(20)).success()).isTrue();
    assertThat(device.off(Rig.TARGET, seconds(20)).off()).isTrue();
  }

  @Test
  void suite3IsUsedOnlyAfter17WasRefused() {
    assertThat(rig.off().detail()).contains("suite 17");
    rig.faults(BmcFaults.NONE.edit().suites(Set.of(CipherSuite.SUITE_3)).done());
    rig.power.powerOn();
    assertThat(rig.off().detail()).contains("suite 3");
    // Remembered: the next session begins with 3 although 17 is offered again.
    rig.faults(BmcFaults.NONE);
    assertThat(rig.device().status(Rig.TARGET, seconds(20)).detail()).contains("suite 3");
  }

  @Test
  void noCommonSuiteIsSaid() {
    rig.faults(BmcFaults.NONE.edit().suites(Set.of(CipherSuite.SUITE_3)).done());
    FenceResult result =
        rig.device(rig.settings("admin").with(SuiteChoice.ONLY_17)).off(Rig.TARGET, seconds(20));
    assertThat(result.cause()).isEqualTo(Cause.CIPHER);
    assertThat(rig.power.isOn()).isTrue();
  }

  @Test
  void wrongPasswordIsCertainAndDoesNotDowngrade() {
    rig.faults(BmcFaults.NONE.edit().wrongPassword(true).done());
    FenceResult result = rig.off();
    assertThat(result.cause()).isEqualTo(Cause.BAD_PASSWORD);
    rig.faults(BmcFaults.NONE);
    assertThat(rig.off().detail()).contains("suite 17");
  }

  @Test
  void unknownUserIsSaid() {
    assertThat(rig.device(rig.settings("nobody")).off(Rig.TARGET, seconds(20)).cause())
        .isEqualTo(Cause.BAD_USER);
  }

  @Test
  void lowPrivilegeIsSaid() {
    assertThat(rig.device(rig.settings("viewer")).off(Rig.TARGET, seconds(20)).cause())
        .isEqualTo(Cause.PRIVILEGE);
    IpmiDevice reader = rig.device(rig.settings("viewer").with(Privilege.USER));
    assertThat(reader.status(Rig.TARGET, seconds(20)).power()).isEqualTo(PowerState.ON);
    assertThat(reader.monitor(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.PRIVILEGE);
    assertThat(reader.off(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.PRIVILEGE);
    assertThat(rig.power.isOn()).isTrue();
  }

  @Test
  void kgIsUsedAndAWrongOneIsSaid() {
    InetSocketAddress free = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (SimulatedBmc keyed =
        SimulatedBmc.of(rig.power, BmcUser.administrator("admin", Rig.PASSWORD))
            .listen(free)
            .kg(new byte[] {1, 2, 3})
            .start()) {
      IpmiSettings settings = IpmiSettings.of("127.0.0.1", keyed.port(), "admin", rig.passwordFile);
      assertThat(rig.device(settings).off(Rig.TARGET, seconds(20)).cause())
          .isEqualTo(Cause.BAD_PASSWORD);
      IpmiSettings right = settings.withKg(rig.secret("kg", "0x010203"));
      assertThat(rig.device(right).off(Rig.TARGET, seconds(20)).cause())
          .isEqualTo(Cause.OFF_CONFIRMED);
    }
  }

  @Test
  void deadBmcIsUnreachableAtTheDeadline() {
    rig.faults(BmcFaults.deadOne());
    long from = System.nanoTime();
    FenceResult result = rig.off(SHORT);
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    assertThat(result.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(took).isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
  }

  @Test
  void closedPortIsUnreachableAfterTheConnectTimeout() throws IOException {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0)) {
      port = socket.getLocalPort();
    }
    IpmiSettings settings =
        IpmiSettings.of("127.0.0.1", port, "admin", rig.passwordFile)
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ZERO);
    FenceResult result = rig.device(settings).off(Rig.TARGET, seconds(20));
    assertThat(result.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(result.detail()).contains("port is closed");
  }

  @Test
  void lyingBmcIsNeverOff() {
    rig.faults(BmcFaults.lyingOne());
    FenceResult result = rig.off(SHORT);
    assertThat(result.cause()).isEqualTo(Cause.STILL_ON);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void slowPowerDropTakesOneCommand() {
    rig.faults(
        BmcFaults.NONE.edit().powerDropDelay(Duration.ofSeconds(2)).restartDrop(true).done());
    assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void busyBmcIsAskedAgain() {
    rig.bmc.busyFor(5);
    assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    rig.power.powerOn();
    rig.bmc.busyFor(100_000);
    assertThat(rig.off(SHORT).cause()).isEqualTo(Cause.BUSY);
  }

  @Test
  void fullSessionTableIsWaitedForThenSaid() {
    rig.faults(BmcFaults.NONE.edit().sessionLimit(0).done());
    assertThat(rig.off(SHORT).cause()).isEqualTo(Cause.BUSY);
  }

  @Test
  void refusedCommandIsFailedWithItsCode() {
    rig.faults(BmcFaults.NONE.edit().chassisCompletion(Codes.UNSPECIFIED).done());
    FenceResult result = rig.off();
    assertThat(result.cause()).isEqualTo(Cause.FAILED);
    assertThat(result.detail()).contains("0xff");
  }

  @Test
  void notInThisStateLeavesItToThePowerState() {
    rig.faults(BmcFaults.NONE.edit().chassisCompletion(Codes.NOT_IN_THIS_STATE).done());
    assertThat(rig.off(SHORT).cause()).isEqualTo(Cause.STILL_ON);
  }

  @Test
  void restartInTheMiddleOfASessionIsSurvived() throws Exception {
    rig.faults(BmcFaults.NONE.edit().powerDropDelay(Duration.ofSeconds(1)).done());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FenceResult> result = threads.submit(() -> rig.off());
      await().until(() -> rig.bmc.powerCommands() == 1);
      rig.bmc.restart();
      assertThat(result.get().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    }
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void slowBmcIsNotTakenForAWrongPassword() {
    rig.faults(BmcFaults.NONE.edit().replyDelay(Duration.ofMillis(700)).done());
    assertThat(rig.off(Duration.ofSeconds(30)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void blockedBmcExecutesOnce() {
    rig.faults(BmcFaults.NONE.edit().commandTime(Duration.ofMillis(600)).done());
    assertThat(rig.off(Duration.ofSeconds(30)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  /** Two readings and the command take three seconds each; whatever is sent twice takes more. */
  @Test
  void slowCommandsAreNotAskedTwice() {
    rig.faults(BmcFaults.NONE.edit().commandTime(Duration.ofSeconds(3)).sloppy(true).done());
    long from = System.nanoTime();
    assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(11));
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void slowCommandsOfABmcWithoutPingsEndInTimeToo() {
    rig.faults(BmcFaults.NONE.edit().commandTime(Duration.ofSeconds(2)).pingless(true).done());
    assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void duplicatesAreHarmless() {
    rig.faults(BmcFaults.NONE.edit().duplicate(true).done());
    assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(rig.bmc.powerCommands()).isEqualTo(1);
  }

  @Test
  void settleTimeIsWaited() {
    IpmiSettings settings =
        rig.settings("admin")
            .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(300));
    long from = System.nanoTime();
    assertThat(rig.device(settings).off(Rig.TARGET, seconds(20)).off()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void oneOperationAtATimePerBmc() throws Exception {
    rig.faults(BmcFaults.lyingOne());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FenceResult> first = threads.submit(() -> rig.off(SHORT));
      await().until(() -> rig.bmc.powerCommands() == 1);
      FenceResult second = rig.off(Duration.ofMillis(200));
      assertThat(second.cause()).isEqualTo(Cause.BUSY);
      assertThat(first.get().cause()).isEqualTo(Cause.STILL_ON);
    }
  }

  @Test
  void openSecretFileIsRefused() throws IOException {
    Files.setPosixFilePermissions(rig.passwordFile, PosixFilePermissions.fromString("rw-r-----"));
    FenceResult result = rig.off();
    assertThat(result.cause()).isEqualTo(Cause.BAD_CONFIGURATION);
    assertThat(result.detail()).contains("chmod 600");
    assertThat(result.toString()).doesNotContain(Rig.PASSWORD);
  }

  @Test
  void ipv6Works() {
    try (SimulatedBmc six =
        SimulatedBmc.of(rig.power, BmcUser.administrator("admin", Rig.PASSWORD))
            .listen(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))
            .start()) {
      IpmiSettings settings = IpmiSettings.of("::1", six.port(), "admin", rig.passwordFile);
      assertThat(rig.device(settings).off(Rig.TARGET, seconds(20)).cause())
          .isEqualTo(Cause.OFF_CONFIRMED);
    }
  }

  @Test
  void warmUpRehearsesAnOff() {
    assertThat(Ipmi.warmUp(Duration.ofSeconds(20)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
  }
}
