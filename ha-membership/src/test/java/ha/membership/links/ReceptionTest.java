package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams of every kind, handed to a wire that does not read its sockets itself. */
class ReceptionTest implements WireEvents {
  private static final int ROUNDS = 100_000;

  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final KeyRing keys = TestNode.keys(1);
  private final Identity self =
      new Identity(new NodeName("a"), new Incarnation(1), UUID.randomUUID());
  private final Identity peer =
      new Identity(new NodeName("b"), new Incarnation(2), UUID.randomUUID());
  private final OutgoingSession session =
      new OutgoingSession(keys.sealing(), Datagram.clusterTag("test"), Sender.newCipher());
  private final byte[] sealed = new byte[Datagram.LONGEST];
  private final InetSocketAddress source = new InetSocketAddress("127.0.0.9", 9);
  private final OwnLink link = new OwnLink(0, source);
  private @Nullable Wire opened;
  private long now = System.nanoTime();

  @BeforeEach
  void open() throws Exception {
    Map<String, List<InetSocketAddress>> nodes = new TreeMap<>();
    nodes.put("a", TestNode.addresses(1, 1));
    nodes.put("b", TestNode.addresses(2, 1));
    opened = Wire.open(TestNode.config("test", "a", nodes, keys), self, TestNode.THREADS, this);
    // the wire's thread does not run; what it was told at opening is done at once
  }

  @AfterEach
  void close() {
    wire().close();
  }

  private Wire wire() {
    return Objects.requireNonNull(opened);
  }

  private Peer peerB() {
    return Objects.requireNonNull(wire().peers().get(peer.name()));
  }

  private void take(byte[] datagram, int length) {
    wire().reception().take(link, source, datagram, length, now);
  }

  private int seal(byte type, byte[] body) {
    return session.seal(type, body, 0, body.length, sealed);
  }

  private void prove() {
    Salt challenge = peerB().challenge(now);
    Hello hello =
        new Hello("test", peer, false, Salt.draw(), challenge, wire().sender().salt(), Salt.NONE);
    take(sealed, seal(Datagram.HELLO, hello.encode()));
    assertThat(peerB().identity()).isEqualTo(peer);
  }

  @Test
  void onlyAnAnsweredChallengeProvesASession() {
    Salt ours = wire().sender().salt();
    Salt challenge = peerB().challenge(now);
    for (Hello hello :
        List.of(
            new Hello("test", peer, true, Salt.draw(), Salt.NONE, Salt.NONE, Salt.NONE),
            new Hello("test", peer, true, Salt.draw(), Salt.draw(), ours, ours),
            new Hello("test", peer, true, Salt.draw(), challenge, Salt.draw(), ours),
            new Hello("other", peer, true, Salt.draw(), challenge, ours, ours))) {
      take(sealed, seal(Datagram.HELLO, hello.encode()));
      assertThat(peerB().identity()).isNull();
    }
    take(sealed, seal(Datagram.BEAT, new byte[5]));
    assertThat(delivered).hasValue(0);
    prove();
    take(sealed, seal(Datagram.BEAT, new byte[5]));
    assertThat(delivered).hasValue(1);
  }

  @Test
  void aRivalOfALivingPeerIsRefusedAndASuccessorTaken() {
    prove();
    for (long incarnation = 1; incarnation <= 3; incarnation++) {
      Identity other = new Identity(peer.name(), new Incarnation(incarnation), UUID.randomUUID());
      OutgoingSession rival =
          new OutgoingSession(keys.sealing(), Datagram.clusterTag("test"), Sender.newCipher());
      Salt challenge = peerB().challenge(now);
      byte[] hello =
          new Hello("test", other, false, Salt.draw(), challenge, wire().sender().salt(), Salt.NONE)
              .encode();
      take(sealed, rival.seal(Datagram.HELLO, hello, 0, hello.length, sealed));
      boolean taken = other.equals(peerB().identity());
      assertThat(taken).isEqualTo(incarnation > peer.incarnation().number());
    }
    assertThat(duplicates).hasValue(1);
    take(sealed, seal(Datagram.BEAT, new byte[5]));
    assertThat(delivered).as("the session before counts no more").hasValue(0);
  }

  @Test
  void anOldChallengeProvesNothing() {
    Salt challenge = peerB().challenge(now);
    now += 11_000_000_000L;
    Hello hello =
        new Hello("test", peer, true, Salt.draw(), challenge, wire().sender().salt(), Salt.NONE);
    take(sealed, seal(Datagram.HELLO, hello.encode()));
    assertThat(peerB().identity()).isNull();
  }

  @Test
  void garbageAndDamageAreDropped() {
    prove();
    Random random = new Random(42);
    for (int i = 0; i < ROUNDS; i++) {
      now += 1_000_000;
      byte[] datagram;
      if (random.nextInt(4) == 0) {
        datagram = new byte[random.nextInt(200)];
        random.nextBytes(datagram);
        if (datagram.length > 3 && random.nextBoolean()) {
          datagram[0] = 'H';
          datagram[1] = 'A';
          datagram[2] = (byte) random.nextInt(3);
        }
      } else {
        byte[] body = new byte[random.nextInt(100)];
        int length = seal((byte) random.nextInt(7), body);
        datagram = Arrays.copyOf(sealed, random.nextBoolean() ? length : random.nextInt(length));
        if (datagram.length == length) {
          datagram[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      take(datagram, datagram.length);
    }
    assertThat(delivered).hasValue(0);
    LinksCounters counters = wire().counters();
    assertThat(counters.delivered()).isZero();
    assertThat(counters.forged()).isPositive();
    assertThat(counters.malformed()).isPositive();
    assertThat(counters.unknownKey()).isPositive();
  }

  @Test
  void authenticNonsenseIsStood() {
    prove();
    Random random = new Random(43);
    byte[] hello =
        new Hello("test", peer, true, Salt.draw(), Salt.draw(), Salt.draw(), Salt.NONE).encode();
    for (int i = 0; i < ROUNDS / 10; i++) {
      now += 1_000_000;
      byte type = (byte) random.nextInt(8);
      byte[] body = new byte[random.nextInt(150)];
      random.nextBytes(body);
      if (type == Datagram.HELLO) {
        body = Arrays.copyOf(hello, random.nextInt(hello.length + 5));
        for (int flips = random.nextInt(4); flips > 0 && body.length > 0; flips--) {
          body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
      }
      take(sealed, seal(type, body));
    }
    assertThat(wire().counters().delivered()).isPositive();
    assertThat(peerB().identity()).isEqualTo(peer);
  }

  @Test
  void aDamagedHeaderIsCaughtByTheTag() {
    prove();
    int length = seal(Datagram.BEAT, new byte[] {1, 2, 3});
    byte[] good = Arrays.copyOf(sealed, length);
    for (int at = 3; at < length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      take(bad, length);
    }
    assertThat(delivered).hasValue(0);
    take(good, length);
    take(good, length);
    assertThat(delivered).hasValue(1);
  }

  @Test
  void unknownSessionsAreLimited() throws Exception {
    int sent = 5000;
    for (int i = 0; i < sent; i++) {
      byte[] datagram = new byte[100];
      Datagram.putHeader(datagram, keys.sealing().id, Datagram.clusterTag("test"), Salt.draw(), i);
      take(datagram, datagram.length);
    }
    assertThat(wire().counters().shed()).isGreaterThan(sent - 1000);
    assertThat(wire().counters().forged()).isLessThan(1000);
    // a proven session does not suffer
    now += 1_000_000_000L;
    prove();
    for (int i = 0; i < sent; i++) {
      byte[] datagram = new byte[100];
      Datagram.putHeader(datagram, keys.sealing().id, Datagram.clusterTag("test"), Salt.draw(), i);
      take(datagram, datagram.length);
    }
    take(sealed, seal(Datagram.BEAT, new byte[5]));
    assertThat(delivered).hasValue(1);
  }

  @Override
  public void beat(Identity from, byte[] payload) {
    delivered.incrementAndGet();
  }

  @Override
  public void stack(Peer from, byte[] data, int offset, int length) {}

  @Override
  public void proven(Identity process) {}

  @Override
  public void hint(PeerHint hint) {
    if (hint instanceof PeerHint.DuplicateName) {
      duplicates.incrementAndGet();
    }
  }

  @Override
  public void tick(long nowNanos) {}
}
