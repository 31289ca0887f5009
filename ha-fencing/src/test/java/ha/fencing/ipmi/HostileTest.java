package ha.fencing.ipmi;

import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceResult;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Frame;
import ha.fencing.ipmi.wire.Message;
import ha.fencing.ipmi.wire.SequenceWindow;
import ha.fencing.ipmi.wire.SessionCipher;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Garbage and forgery at both ends: nothing is thrown, believed, or waited for past the deadline.
 */
class HostileTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Path directory;

  HostileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private FenceResult offThrough(Rig rig, Relay relay) {
    IpmiSettings settings = IpmiSettings.of("127.0.0.1", relay.port(), "admin", rig.passwordFile);
    long from = System.nanoTime();
    FenceResult result = rig.device(settings).off(Rig.TARGET, Deadline.after(LIMIT));
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LIMIT.multipliedBy(3));
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void mutatedAnswersNeverMakeAnOff(long seed) throws IOException {
    Random random = new Random(seed);
    try (Rig rig = new Rig(directory);
        Relay relay = new Relay(rig.bmc.port(), answer -> List.of(mutated(answer, random)))) {
      FenceResult result = offThrough(rig, relay);
      assertThat(!result.off() || !rig.power.isOn()).as(result.toString()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void garbageBetweenGoodAnswersIsIgnored(long seed) throws IOException {
    Random random = new Random(seed);
    try (Rig rig = new Rig(directory);
        Relay relay =
            new Relay(
                rig.bmc.port(),
                answer -> List.of(noise(random), truncated(answer, random), answer))) {
      assertThat(offThrough(rig, relay).cause()).isEqualTo(Cause.OFF_CONFIRMED);
    }
  }

  @Test
  void unprotectedOffIsNotBelieved() throws IOException {
    try (Rig rig = new Rig(directory);
        Relay relay = new Relay(rig.bmc.port(), HostileTest::forgedOff)) {
      rig.faults(BmcFaults.lyingOne());
      FenceResult result = offThrough(rig, relay);
      assertThat(result.cause()).isIn(Cause.STILL_ON, Cause.TIMEOUT);
    }
  }

  /** Every answer of a session is preceded by forged ones that say that the power is off. */
  private static List<byte[]> forgedOff(byte[] answer) {
    Optional<Frame> frame = Frame.parse(answer);
    List<byte[]> all = new ArrayList<>();
    if (frame.isPresent() && frame.get() instanceof Frame.Plus plus && plus.secured()) {
      for (int sequence = 0; sequence < 64; sequence++) {
        Message off = Message.request(0, 1, sequence).response(0, (byte) 0, (byte) 0, (byte) 0);
        all.add(Frame.bare(0, off.bytes()));
        byte[] key = new byte[20];
        all.add(
            new SessionCipher(CipherSuite.SUITE_17, key)
                .seal(0, plus.session(), plus.sequence(), off.bytes()));
      }
    }
    all.add(answer);
    return all;
  }

  @Test
  void replayedAnswersAreNotBelieved() throws IOException {
    List<byte[]> seen = new ArrayList<>();
    try (Rig rig = new Rig(directory);
        Relay relay =
            new Relay(
                rig.bmc.port(),
                answer -> {
                  seen.add(answer);
                  return List.copyOf(seen);
                })) {
      assertThat(offThrough(rig, relay).cause()).isEqualTo(Cause.OFF_CONFIRMED);
      assertThat(rig.power.isOn()).isFalse();
    }
  }

  @Test
  void serverSurvivesGarbage() throws IOException {
    Random random = new Random(99);
    try (Rig rig = new Rig(directory);
        DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.ofLiteral("127.0.0.1"), rig.bmc.port());
      for (int i = 0; i < 3000; i++) {
        byte[] datagram = i % 2 == 0 ? noise(random) : plausible(random);
        socket.send(new DatagramPacket(datagram, datagram.length));
      }
      assertThat(rig.off().cause()).isEqualTo(Cause.OFF_CONFIRMED);
    }
  }

  @Test
  void sequenceNumbersCountOnce() {
    SequenceWindow window = new SequenceWindow();
    assertThat(window.accept(0)).isFalse();
    assertThat(window.accept(1)).isTrue();
    assertThat(window.accept(1)).isFalse();
    assertThat(window.accept(5)).isTrue();
    assertThat(window.accept(3)).isTrue();
    assertThat(window.accept(3)).isFalse();
    assertThat(window.accept(100)).isTrue();
    assertThat(window.accept(68)).isFalse();
    assertThat(window.accept(69)).isTrue();
    assertThat(window.accept(5)).isFalse();
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] truncated(byte[] datagram, Random random) {
    return Arrays.copyOf(datagram, random.nextInt(datagram.length));
  }

  private static byte[] mutated(byte[] datagram, Random random) {
    byte[] copy = datagram.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) == 0 ? datagram : copy;
  }

  /** Garbage behind a right header, of every payload type. */
  private static byte[] plausible(Random random) {
    int[] types = {0, 0x10, 0x12, 0x14, 0x15, 0xc0};
    byte[] payload = noise(random);
    byte[] datagram = Frame.bare(types[random.nextInt(types.length)], payload);
    if (random.nextInt(3) == 0) {
      datagram[14] = (byte) random.nextInt();
      datagram[15] = (byte) random.nextInt();
    }
    return datagram;
  }
}
