package ha.membership.links;

import ha.membership.links.Complaints.Cause;
import ha.model.Incarnation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Cipher;

/**
 * Judges every datagram that comes in. The order is: size and magic, key, cluster, tag, session
 * proven, first copy; only then is a payload looked at. Owned by the wire's thread.
 */
final class Reception {
  private static final int MOST_UNPROVEN = 64;
  private static final long ANSWER_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  /** A life that is not newer may only follow one that was silent for so long. */
  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  private final Wire wire;
  private final WireEvents events;
  private final String cluster;
  private final Identity self;
  private final int clusterTag;
  private final Complaints complaints = new Complaints();
  private final Cipher cipher = Sender.newCipher();
  private final byte[] plain = new byte[Datagram.LONGEST];

  /** Unknown sessions cost work; a flood from elsewhere must not keep the configured peers out. */
  private final Budget peerSessions = new Budget(400);

  private final Budget strangeSessions = new Budget(100);

  /** Two namesakes would answer each other for ever at full speed. */
  private final Budget namesakeAnswers = new Budget(10);

  private final Map<Salt, IncomingSession> proven = new HashMap<>();
  private final Map<Salt, IncomingSession> unproven =
      new LinkedHashMap<>(32, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Salt, IncomingSession> eldest) {
          return size() > MOST_UNPROVEN;
        }
      };

  private volatile KeyRing keys;
  private Salt namesakeChallenge = Salt.draw();

  private final LongAdder delivered = new LongAdder();
  private final LongAdder copies = new LongAdder();
  private final LongAdder unprovenCount = new LongAdder();
  private final LongAdder unknownKey = new LongAdder();
  private final LongAdder forged = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder foreign = new LongAdder();
  private final LongAdder shed = new LongAdder();

  Reception(Wire wire, WireEvents events, LinksConfig config, Identity self) {
    this.wire = wire;
    this.events = events;
    this.cluster = config.cluster();
    this.clusterTag = Datagram.clusterTag(config.cluster());
    this.keys = config.keys();
    this.self = self;
  }

  void keys(KeyRing ring) {
    keys = ring;
  }

  LinksCounters counters() {
    return new LinksCounters(
        delivered.sum(),
        copies.sum(),
        unprovenCount.sum(),
        unknownKey.sum(),
        forged.sum(),
        malformed.sum(),
        foreign.sum(),
        shed.sum());
  }

  /** The peer is no longer configured, or its links changed. */
  void forget(Peer peer) {
    proven.values().removeIf(session -> session.peer() == peer);
  }

  void take(OwnLink link, InetSocketAddress source, byte[] data, int length, long now) {
    if (!Datagram.hasMagic(data, length)) {
      malformed.increment();
      return;
    }
    if (data[2] != Datagram.VERSION) {
      malformed.increment();
      otherVersion(source, data[2], now);
      return;
    }
    KeyRing.Key key = keys.byId(Bytes.intAt(data, Datagram.KEY_ID));
    if (key == null) {
      unknownKey.increment();
      wrongKey(source, now);
      return;
    }
    Salt salt = Salt.at(data, Datagram.SALT);
    if (wire.sender().isOurs(salt)) {
      copies.increment();
      return;
    }
    IncomingSession session = proven.get(salt);
    if (session == null) {
      session = unproven.get(salt);
    }
    boolean unknown = session == null;
    if (session == null) {
      if (!budget(source).take(now)) {
        shed.increment();
        return;
      }
      session = new IncomingSession(salt, key.session(salt), cipher);
    }
    int opened = session.open(data, length, plain);
    if (opened < 1) {
      forged.increment();
      forged(source, now);
      return;
    }
    if (unknown) {
      unproven.put(salt, session);
    }
    long counter = Bytes.longAt(data, Datagram.COUNTER);
    boolean ownCluster = Bytes.intAt(data, Datagram.CLUSTER) == clusterTag;
    dispatch(new Opened(link, source, session, counter, opened, now), ownCluster);
  }

  private Budget budget(InetSocketAddress source) {
    boolean configured =
        wire.peers().values().stream().anyMatch(peer -> peer.isAt(source.getAddress()));
    return configured ? peerSessions : strangeSessions;
  }

  /** An authentic datagram; type and body are in {@code plain}. */
  private record Opened(
      OwnLink link,
      InetSocketAddress source,
      IncomingSession session,
      long counter,
      int length,
      long now) {}

  private void dispatch(Opened datagram, boolean ownCluster) {
    Peer peer = datagram.session.peer();
    byte type = plain[0];
    if (peer == null) {
      if (type == Datagram.HELLO) {
        Hello.decode(plain, 1, datagram.length - 1)
            .ifPresentOrElse(hello -> stranger(datagram, hello), malformed::increment);
      } else if (ownCluster) {
        unprovenCount.increment();
      } else {
        foreign.increment();
      }
      return;
    }
    int link = datagram.link.index;
    if (datagram.session.firstOver(link, datagram.counter)) {
      wire.heard(peer, link, datagram.now);
    }
    if (!datagram.session.first(datagram.counter)) {
      copies.increment();
      return;
    }
    delivered.increment();
    switch (type) {
      case Datagram.STACK -> events.stack(peer, plain, 1, datagram.length - 1);
      case Datagram.BEAT -> {
        Identity who = peer.identity();
        if (who != null) {
          events.beat(who, Arrays.copyOfRange(plain, 1, datagram.length));
        }
      }
      case Datagram.PING -> answerPing(peer, datagram);
      case Datagram.PONG -> takePong(peer, datagram);
      case Datagram.HELLO ->
          Hello.decode(plain, 1, datagram.length - 1)
              .ifPresent(hello -> known(peer, datagram, hello));
      default -> malformed.increment();
    }
  }

  private void answerPing(Peer peer, Opened datagram) {
    Lane lane = peer.lane(datagram.link.index);
    if (lane != null && datagram.length == 1 + Long.BYTES) {
      wire.sender().send(Datagram.PONG, Arrays.copyOfRange(plain, 1, 1 + Long.BYTES), peer, lane);
    }
  }

  private void takePong(Peer peer, Opened datagram) {
    Lane lane = peer.lane(datagram.link.index);
    if (lane != null && datagram.length == 1 + Long.BYTES) {
      lane.ponged(Bytes.longAt(plain, 1), datagram.now);
    }
  }

  /** A hello in a session that is not proven. */
  private void stranger(Opened datagram, Hello hello) {
    if (!hello.cluster().equals(cluster)) {
      foreign.increment();
      wrongCluster(datagram, hello);
      answerForeigner(datagram, hello);
      return;
    }
    if (hello.sender().name().equals(self.name())) {
      namesake(datagram, hello);
      return;
    }
    Peer peer = wire.peers().get(hello.sender().name());
    if (peer == null) {
      foreign.increment();
      unknownNode(datagram, hello);
      return;
    }
    unprovenCount.increment();
    peer.challengedBy(hello, datagram.session.salt);
    if (peer.answers(hello, wire.sender().salt(), datagram.now)) {
      prove(peer, datagram, hello);
      return;
    }
    if (datagram.now - datagram.session.answeredNanos >= ANSWER_PAUSE_NANOS) {
      datagram.session.answeredNanos = datagram.now;
      wire.hello(peer, datagram.now);
    }
  }

  /**
   * So that the other side can say what is wrong as well: of those that run already it hears only
   * what names no cluster.
   */
  private void answerForeigner(Opened datagram, Hello hello) {
    if (!hello.answer() || datagram.now - datagram.session.answeredNanos < ANSWER_PAUSE_NANOS) {
      return;
    }
    datagram.session.answeredNanos = datagram.now;
    Hello answer =
        new Hello(
            cluster, self, false, Salt.NONE, hello.challenge(), datagram.session.salt, Salt.NONE);
    wire.sender().send(Datagram.HELLO, answer.encode(), datagram.link.channel(), datagram.source);
  }

  private void prove(Peer peer, Opened datagram, Hello hello) {
    Identity before = peer.identity();
    Incarnation now = hello.sender().incarnation();
    boolean rival =
        before != null
            && !before.address().equals(hello.sender().address())
            && !now.newerThan(before.incarnation());
    if (rival && datagram.now - peer.heardNanos() < SILENT_NANOS) {
      duplicateName(datagram, hello);
      return;
    }
    IncomingSession old = peer.session();
    if (old != null) {
      proven.remove(old.salt);
    }
    unproven.remove(datagram.session.salt);
    proven.put(datagram.session.salt, datagram.session);
    datagram.session.prove(peer, datagram.counter);
    peer.begin(datagram.session, hello.sender(), datagram.now);
    events.proven(hello.sender());
    wire.heard(peer, datagram.link.index, datagram.now);
    if (hello.answer()) {
      wire.hello(peer, datagram.now);
    }
  }

  /** A hello in a proven session: the peer may not know us yet, or no longer. */
  private void known(Peer peer, Opened datagram, Hello hello) {
    peer.challengedBy(hello, datagram.session.salt);
    if (hello.answer()) {
      wire.hello(peer, datagram.now);
    }
  }

  /** Our own name in a session that is not ours: make sure that it lives, and tell it so. */
  private void namesake(Opened datagram, Hello hello) {
    foreign.increment();
    Salt ours = wire.sender().salt();
    if (hello.echo().equals(namesakeChallenge) && hello.echoOf().equals(ours)) {
      namesakeChallenge = Salt.draw();
      duplicateName(datagram, hello);
    }
    if (!namesakeAnswers.take(datagram.now)) {
      return;
    }
    Hello answer =
        new Hello(
            cluster,
            self,
            true,
            namesakeChallenge,
            hello.challenge(),
            datagram.session.salt,
            Salt.NONE);
    wire.sender().send(Datagram.HELLO, answer.encode(), datagram.link.channel(), datagram.source);
  }

  private void duplicateName(Opened datagram, Hello hello) {
    String sentence =
        "two living processes are called "
            + hello.sender().name()
            + ": incarnation "
            + hello.sender().incarnation()
            + " sends from "
            + datagram.source
            + "; give every node a name of its own, and stop one of the two";
    if (complaints.say(Cause.DUPLICATE_NAME, datagram.source, datagram.now, sentence)) {
      events.hint(new PeerHint.DuplicateName(hello.sender().name(), datagram.source));
    }
  }

  private void wrongCluster(Opened datagram, Hello hello) {
    String sentence =
        "node "
            + hello.sender().name()
            + " at "
            + datagram.source
            + " belongs to cluster '"
            + hello.cluster()
            + "', this node to '"
            + cluster
            + "'; correct the cluster name or the addresses of one of them";
    if (complaints.say(Cause.WRONG_CLUSTER, datagram.source, datagram.now, sentence)) {
      events.hint(new PeerHint.WrongCluster(datagram.source, hello.cluster()));
    }
  }

  private void unknownNode(Opened datagram, Hello hello) {
    complaints.say(
        Cause.UNKNOWN_NODE,
        datagram.source,
        datagram.now,
        "node "
            + hello.sender().name()
            + " at "
            + datagram.source
            + " is not among this node's peers; add it to the nodes, or stop its daemon");
  }

  private void wrongKey(InetSocketAddress source, long now) {
    String sentence =
        "datagrams from "
            + source
            + " are sealed with a key that this node does not have; copy the key file from a node"
            + " that works to the one that does not";
    if (complaints.say(Cause.WRONG_KEY, source, now, sentence)) {
      events.hint(new PeerHint.WrongKey(source));
    }
  }

  private void forged(InetSocketAddress source, long now) {
    complaints.say(
        Cause.FORGED,
        source,
        now,
        "a datagram from "
            + source
            + " fails authentication though its key is known: damaged on the way, or forged");
  }

  private void otherVersion(InetSocketAddress source, byte version, long now) {
    complaints.say(
        Cause.VERSION,
        source,
        now,
        "a datagram from "
            + source
            + " is of version "
            + version
            + " of the links, this node speaks version "
            + Datagram.VERSION
            + "; run the same release on both");
  }

  /** Allows so many a second, and as many at once. */
  private static final class Budget {
    private final int perSecond;
    private double left;
    private long lastNanos;

    Budget(int perSecond) {
      this.perSecond = perSecond;
      this.left = perSecond;
    }

    boolean take(long now) {
      if (lastNanos != 0) {
        left = Math.min(perSecond, left + (now - lastNanos) * 1e-9 * perSecond);
      }
      lastNanos = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }
}
