package ha.agents.ip;

import ha.agents.command.MonoClock;
import ha.agents.command.Pause;
import ha.agents.net.PacketSocket;
import ha.model.MonoTime;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Asks whether somebody else has an IPv4 address, as RFC 5227, section 2.1, does it, in less time:
 * who takes an address over has made sure already that its last owner is off.
 */
final class DuplicateProbe {
  private static final int PROBES = 3;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final byte[] NOBODY = new byte[4];

  private final MonoClock clock;

  DuplicateProbe(MonoClock clock) {
    this.clock = clock;
  }

  /**
   * Asks for as long as {@code patience}; the hardware address of who has it, or empty if nobody
   * answered.
   *
   * @throws IOException if it cannot be asked
   */
  Optional<String> holder(
      Inet4Address address, byte[] hardware, int interfaceIndex, Duration patience)
      throws IOException, InterruptedException {
    byte[] wanted = address.getAddress();
    byte[] question =
        Announcement.arp(Announcement.ARP_REQUEST, hardware, NOBODY, new byte[6], wanted);
    byte[] everybody = {-1, -1, -1, -1, -1, -1};
    try (PacketSocket socket = PacketSocket.open(PacketSocket.ARP, interfaceIndex)) {
      Duration share = patience.dividedBy(PROBES);
      for (int i = 0; i < PROBES; i++) {
        socket.send(question, everybody);
        Optional<String> found = listen(socket, wanted, hardware, clock.now().plus(share));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> listen(
      PacketSocket socket, byte[] wanted, byte[] hardware, MonoTime until)
      throws IOException, InterruptedException {
    while (until.since(clock.now()).isPositive()) {
      Optional<byte[]> packet = socket.receive();
      if (packet.isPresent()) {
        Optional<String> found = packet.flatMap(p -> claim(p, wanted, hardware));
        if (found.isPresent()) {
          return found;
        }
      } else {
        Pause.of(POLL);
      }
    }
    return Optional.empty();
  }

  /** Who claims the address in this packet, or is about to, as we are. */
  private static Optional<String> claim(byte[] arp, byte[] wanted, byte[] hardware) {
    if (arp.length < 28) {
      return Optional.empty();
    }
    byte[] sender = Arrays.copyOfRange(arp, 8, 14);
    byte[] from = Arrays.copyOfRange(arp, 14, 18);
    byte[] target = Arrays.copyOfRange(arp, 24, 28);
    boolean claims = Arrays.equals(from, wanted);
    boolean probes = Arrays.equals(from, NOBODY) && Arrays.equals(target, wanted);
    return !Arrays.equals(sender, hardware) && (claims || probes)
        ? Optional.of(HexFormat.ofDelimiter(":").formatHex(sender))
        : Optional.empty();
  }
}
