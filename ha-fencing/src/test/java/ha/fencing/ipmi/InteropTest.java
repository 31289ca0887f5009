package ha.fencing.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.fencing.Programs;
import ha.fencing.Programs.Ran;
import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.PowerState;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.PowerSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and simulated BMC against programs written by others. */
class InteropTest {
  private final Path directory;
  private final Rig rig;

  InteropTest(@TempDir Path directory) {
    this.directory = directory;
    this.rig = new Rig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  /** Power commands are accepted and ignored. */
  private record Stuck() implements PowerSwitch {
    @Override
    public void powerOff() {}

    @Override
    public void powerOn() {}

    @Override
    public boolean isOn() {
      return true;
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  private Ran ipmitool(String suite, String... command) throws Exception {
    String[] all = new String[15 + command.length];
    String[] fixed = {
      "ipmitool",
      "-I",
      "lanplus",
      "-H",
      "127.0.0.1",
      "-p",
      "" + rig.bmc.port(),
      "-U",
      "admin",
      "-f",
      rig.passwordFile.toString(),
      "-C",
      suite,
      "-L",
      "OPERATOR"
    };
    System.arraycopy(fixed, 0, all, 0, 15);
    System.arraycopy(command, 0, all, 15, command.length);
    return Programs.run("", all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "17"})
  void ipmitoolWorksWithTheSimulatedBmc(String suite) throws Exception {
    Programs.need("ipmitool", "ipmitool");
    assertThat(ipmitool(suite, "chassis", "power", "status").output()).contains("is on");
    assertThat(ipmitool(suite, "chassis", "power", "off").code()).isZero();
    await().until(() -> !rig.power.isOn()); // A BMC answers before it acts.
    assertThat(ipmitool(suite, "chassis", "power", "status").output()).contains("is off");
    assertThat(ipmitool(suite, "chassis", "power", "on").code()).isZero();
    await().until(rig.power::isOn);
    assertThat(ipmitool(suite, "chassis", "power", "status").output()).contains("is on");
    assertThat(ipmitool(suite, "mc", "info").output()).contains("IPMI Version", "2.0");
    assertThat(rig.power.offs()).isEqualTo(1);
  }

  @Test
  void ipmitoolFindsTheBestSuiteByItself() throws Exception {
    Programs.need("ipmitool", "ipmitool");
    Ran ran =
        Programs.run(
            "",
            "ipmitool",
            "-I",
            "lanplus",
            "-H",
            "127.0.0.1",
            "-p",
            "" + rig.bmc.port(),
            "-U",
            "admin",
            "-f",
            rig.passwordFile.toString(),
            "chassis",
            "status");
    assertThat(ran.output()).contains("System Power         : on");
  }

  @Test
  void ipmitoolIsRefusedWithAnotherPassword() throws Exception {
    Programs.need("ipmitool", "ipmitool");
    rig.faults(BmcFaults.NONE.edit().wrongPassword(true).done());
    assertThat(ipmitool("17", "chassis", "power", "off").code()).isEqualTo(1);
    assertThat(rig.power.isOn()).isTrue();
  }

  @Test
  void fenceIpmilanWorksWithTheSimulatedBmc() throws Exception {
    Programs.need("fence_ipmilan", "fence-agents");
    String input =
        "ip=127.0.0.1\nipport=%d\nusername=admin\npassword=%s\nlanplus=1\ncipher=17\npower_wait=0\n"
            .formatted(rig.bmc.port(), Rig.PASSWORD);
    assertThat(Programs.run(input + "action=status\n", "fence_ipmilan").code()).isZero();
    assertThat(Programs.run(input + "action=off\n", "fence_ipmilan").code()).isZero();
    assertThat(rig.power.isOn()).isFalse();
    assertThat(Programs.run(input + "action=status\n", "fence_ipmilan").code()).isEqualTo(2);
    assertThat(Programs.run(input + "action=reboot\n", "fence_ipmilan").code()).isZero();
    assertThat(rig.power.isOn()).isTrue();
  }

  @Test
  void clientWorksWithIpmiSim() throws IOException {
    Programs.need("ipmi_sim", "openipmi");
    try (IpmiSim sim = IpmiSim.of(directory.resolve("sim"), rig.power)) {
      IpmiSettings settings = IpmiSettings.of("127.0.0.1", sim.port(), "admin", rig.passwordFile);
      IpmiDevice device = rig.device(settings);
      // The first of all: ipmi_sim refuses suite 17, so that 3 is found by itself.
      assertThat(device.off(Rig.TARGET, soon()).cause()).isEqualTo(Cause.OFF_CONFIRMED);
      assertThat(rig.power.offs()).isEqualTo(1);
      assertThat(device.off(Rig.TARGET, soon()).cause()).isEqualTo(Cause.ALREADY_OFF);
      assertThat(device.on(Rig.TARGET, soon()).cause()).isEqualTo(Cause.ON_CONFIRMED);
      assertThat(device.status(Rig.TARGET, soon()).power()).isEqualTo(PowerState.ON);
      assertThat(device.status(Rig.TARGET, soon()).detail()).contains("suite 3");
      assertThat(rig.device(settings.with(SuiteChoice.ONLY_17)).off(Rig.TARGET, soon()).cause())
          .isEqualTo(Cause.CIPHER);
    }
  }

  @Test
  void causesAreTheSameWithIpmiSim() throws IOException {
    Programs.need("ipmi_sim", "openipmi");
    try (IpmiSim sim = IpmiSim.of(directory.resolve("sim"), new Stuck())) {
      Path wrong = Rig.secret(directory, "w", "not-it");
      assertThat(
              rig.device(IpmiSettings.of("127.0.0.1", sim.port(), "admin", wrong))
                  .off(Rig.TARGET, soon())
                  .cause())
          .isEqualTo(Cause.BAD_PASSWORD);
      assertThat(
              rig.device(IpmiSettings.of("127.0.0.1", sim.port(), "nobody", wrong))
                  .off(Rig.TARGET, soon())
                  .cause())
          .isEqualTo(Cause.BAD_USER);
      assertThat(
              rig.device(IpmiSettings.of("127.0.0.1", sim.port(), "admin", rig.passwordFile))
                  .off(Rig.TARGET, Deadline.after(Duration.ofSeconds(2)))
                  .cause())
          .isEqualTo(Cause.STILL_ON);
    }
  }
}
