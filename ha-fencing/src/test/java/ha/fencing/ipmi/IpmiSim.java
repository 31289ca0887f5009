package ha.fencing.ipmi;

import static org.awaitility.Awaitility.await;

import ha.fencing.device.Deadline;
import ha.fencing.device.PowerState;
import ha.model.DeviceId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The BMC simulator of OpenIPMI, with a power script of ours. */
final class IpmiSim implements AutoCloseable {
  static final String PASSWORD = "S3cret-fence";

  private final Path directory;
  private final int port;
  private final Process process;

  IpmiSim(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    try (DatagramSocket free = new DatagramSocket(0)) {
      port = free.getLocalPort();
    }
    Path script = powerScript(this.directory);
    Path lan = lanConfiguration(this.directory, port, script);
    Path emulation = emulation(this.directory);
    Path state = Files.createDirectories(directory.resolve("state"));
    process =
        new ProcessBuilder(
                "ipmi_sim",
                "-c",
                lan.toString(),
                "-f",
                emulation.toString(),
                "-s",
                state.toString(),
                "-n")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    awaitAnswer();
  }

  private static Path powerScript(Path directory) throws IOException {
    Path script = directory.resolve("power.sh");
    Files.writeString(directory.resolve("power"), "1\n");
    Files.writeString(
        script,
        """
        #!/bin/sh
        # get power | set power 0
        [ ! -f %1$s/slow ] || sleep "$(cat %1$s/slow)"
        if [ "$1" = get ]; then echo "power:$(cat %1$s/power)"; exit 0; fi
        [ "$2" = power ] || exit 1
        echo "$3" >> %1$s/commands
        [ -f %1$s/stuck ] || echo "$3" > %1$s/power
        """
            .formatted(directory));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
    return script;
  }

  private static Path lanConfiguration(Path directory, int port, Path script) throws IOException {
    Path lan = directory.resolve("lan.conf");
    Files.writeString(
        lan,
        """
        name "bob"
        set_working_mc 0x20
          startlan 1
            addr 127.0.0.1 %d
            priv_limit admin
            allowed_auths_callback md5
            allowed_auths_user md5
            allowed_auths_operator md5
            allowed_auths_admin md5
            guid "a-guid-of-a-bmc"
          endlan
          chassis_control "%s"
          user 1 false "" "" user 1 none md2 md5 straight
          user 2 true "fencer" "%s" admin 10 md5
        """
            .formatted(port, script, PASSWORD));
    return lan;
  }

  private static Path emulation(Path directory) throws IOException {
    Path emulation = directory.resolve("bmc.emu");
    Files.writeString(
        emulation,
        """
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
        sel_enable 0x20 100 0x0a
        mc_enable 0x20
        """);
    return emulation;
  }

  private void awaitAnswer() throws IOException {
    Path secret = Rig.secret(directory, "ready", PASSWORD);
    IpmiDevice probe =
        new IpmiDevice(
            new DeviceId("probe"),
            IpmiSettings.of("127.0.0.1", port, "fencer", secret).with(SuiteChoice.ONLY_3));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            probe.status(Rig.TARGET, Deadline.after(Duration.ofSeconds(2))).power()
                == PowerState.ON);
  }

  int port() {
    return port;
  }

  /** From now on power commands are accepted and ignored. */
  void stick() throws IOException {
    Files.writeString(directory.resolve("stuck"), "");
  }

  /** From now on each command, reading included, takes so long, and nothing else is answered. */
  void slow(Duration each) throws IOException {
    Files.writeString(directory.resolve("slow"), each.toMillis() / 1000.0 + "\n");
  }

  /** How many power commands were carried out or ignored. */
  int powerCommands() throws IOException {
    Path commands = directory.resolve("commands");
    return Files.exists(commands) ? Files.readAllLines(commands).size() : 0;
  }

  String power() throws IOException {
    return Files.readString(directory.resolve("power")).strip();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(5))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
