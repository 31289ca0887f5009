package ha.fencing.ipmi;

import static org.awaitility.Awaitility.await;

import ha.fencing.ipmi.sim.PowerSwitch;
import ha.fencing.ipmi.wire.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The BMC simulator of OpenIPMI in a process of its own, in front of a power switch: its chassis
 * program asks this object over a socket. The simulator answers nobody while a command lasts.
 */
public final class IpmiSim implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final InetSocketAddress address;
  private final PowerSwitch power;
  private final ServerSocket chassis;
  private final Process process;

  /**
   * Starts it and waits until it answers.
   *
   * @param directory for its files; made if need be
   * @param user who may do everything
   * @param password of 20 bytes at most
   */
  public IpmiSim(
      Path directory, InetSocketAddress address, String user, String password, PowerSwitch power)
      throws IOException {
    this.address = address;
    this.power = power;
    Files.createDirectories(directory);
    chassis = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().name("chassis-" + address.getPort()).start(this::serve);
    process =
        new ProcessBuilder(
                "ipmi_sim",
                "-c",
                configuration(directory, user, password).toString(),
                "-f",
                emulation(directory).toString(),
                "-s",
                Files.createDirectories(directory.resolve("state")).toString(),
                "-n")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    awaitAnswer();
  }

  /** One at a free port of 127.0.0.1. */
  static IpmiSim of(Path directory, PowerSwitch power) throws IOException {
    return new IpmiSim(directory, freePort(), "admin", Rig.PASSWORD, power);
  }

  private static InetSocketAddress freePort() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      return (InetSocketAddress) free.getLocalSocketAddress();
    }
  }

  /**
   * Program by which the simulator reads ({@code get power}) and switches ({@code set power 0}).
   */
  private Path program(Path directory) throws IOException {
    Path program = directory.resolve("chassis");
    Files.writeString(
        program,
        """
        #!/bin/bash
        exec 3<>/dev/tcp/127.0.0.1/%d && echo "$*" >&3 && IFS= read -r answer <&3 || exit 1
        [ -z "$answer" ] || echo "$answer"
        """
            .formatted(chassis.getLocalPort()));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return program;
  }

  private Path configuration(Path directory, String user, String password) throws IOException {
    return Files.writeString(
        directory.resolve("lan.conf"),
        """
        name "bmc"
        set_working_mc 0x20
          startlan 1
            addr %s %d
            priv_limit admin
            allowed_auths_callback md5
            allowed_auths_user md5
            allowed_auths_operator md5
            allowed_auths_admin md5
            guid "a-guid-of-a-bmc"
          endlan
          chassis_control "%s"
          user 1 false "" "" user 1 none md2 md5 straight
          user 2 true "%s" "%s" admin 10 md5
        """
            .formatted(
                address.getAddress().getHostAddress(),
                address.getPort(),
                program(directory),
                user,
                password));
  }

  private static Path emulation(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("bmc.emu"),
        """
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
        sel_enable 0x20 100 0x0a
        mc_enable 0x20
        """);
  }

  private void serve() {
    while (!chassis.isClosed()) {
      try (Socket socket = chassis.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          OutputStream out = socket.getOutputStream()) {
        String asked = in.readLine();
        String answer = asked == null ? "" : carriedOut(asked);
        out.write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Closed, or who asked is gone.
      }
    }
  }

  private String carriedOut(String asked) {
    switch (asked) {
      case "get power" -> {
        return "power:" + (power.isOn() ? 1 : 0);
      }
      case "set power 0" -> power.powerOff();
      case "set power 1" -> power.powerOn();
      default -> throw new IllegalStateException("ipmi_sim asks: " + asked);
    }
    return "";
  }

  private void awaitAnswer() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      socket.setSoTimeout(100);
      await()
          .atMost(START)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> {
            byte[] ping = Frame.ping(1);
            socket.send(new DatagramPacket(ping, ping.length));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return Frame.parse(answer.getData()).equals(Optional.of(new Frame.Pong(1)));
          });
    }
  }

  /** UDP port. */
  public int port() {
    return address.getPort();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      chassis.close();
      if (!process.waitFor(Duration.ofSeconds(5))) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
