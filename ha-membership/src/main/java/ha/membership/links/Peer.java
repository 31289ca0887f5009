package ha.membership.links;

import ha.model.NodeName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configured peer: its lanes, its proven session if there is one, our challenge to it. */
final class Peer {
  private static final long CHALLENGE_NANOS = 10_000_000_000L;

  final NodeName name;
  final List<InetSocketAddress> links;
  final List<Lane> lanes;
  final GoneDetector gone = new GoneDetector();
  private volatile @Nullable Identity identity;
  private volatile long heardNanos = System.nanoTime();
  private @Nullable IncomingSession session;
  private Salt challenge = Salt.NONE;
  private long challengedNanos;

  /** The newest challenge of the peer to us, and the session it came in. */
  private Salt theirChallenge = Salt.NONE;

  private Salt theirSession = Salt.NONE;

  /** The session of ours that the peer says it takes. */
  private Salt knownToPeer = Salt.NONE;

  /** Whether the process was reported gone and not heard since. */
  boolean reportedGone;

  Peer(NodeName name, List<InetSocketAddress> own, List<InetSocketAddress> links) {
    this.name = name;
    this.links = links;
    List<Lane> made = new ArrayList<>();
    for (int i = 0; i < Math.min(own.size(), links.size()); i++) {
      made.add(new Lane(name, i, own.get(i), links.get(i)));
    }
    lanes = List.copyOf(made);
  }

  /** The process that is alive behind the name, as far as we know; null before the first one. */
  @Nullable Identity identity() {
    return identity;
  }

  /** When something came last; before that, since when we listen. */
  long heardNanos() {
    return heardNanos;
  }

  /** The proven session, or null. Only for the wire's thread, as is all below. */
  @Nullable IncomingSession session() {
    return session;
  }

  void begin(IncomingSession proven, Identity who, long nowNanos) {
    session = proven;
    identity = who;
    challenge = Salt.NONE;
    lanes.forEach(Lane::begin);
    heard(nowNanos);
  }

  /** The host behind this lane said that the port is closed. */
  void unreachable(Lane lane) {
    if (lane.heardInSession()) {
      gone.unreachable(System.nanoTime());
    }
  }

  void heard(long nowNanos) {
    heardNanos = nowNanos;
    gone.heard();
    reportedGone = false;
  }

  /** Our challenge to the peer; drawn anew after use and after a while. */
  Salt challenge(long nowNanos) {
    if (challenge.equals(Salt.NONE) || nowNanos - challengedNanos > CHALLENGE_NANOS) {
      challenge = Salt.draw();
      challengedNanos = nowNanos;
    }
    return challenge;
  }

  boolean answers(Hello hello, Salt ownSession, long nowNanos) {
    return !challenge.equals(Salt.NONE)
        && nowNanos - challengedNanos <= CHALLENGE_NANOS
        && hello.echo().equals(challenge)
        && hello.echoOf().equals(ownSession);
  }

  void challengedBy(Hello hello, Salt theirs) {
    theirChallenge = hello.challenge();
    theirSession = theirs;
    knownToPeer = hello.known();
  }

  boolean knows(Salt ownSession) {
    return knownToPeer.equals(ownSession);
  }

  /** What to tell the peer now. */
  Hello hello(String cluster, Identity self, Salt ownSession, long nowNanos) {
    IncomingSession proven = session;
    return new Hello(
        cluster,
        self,
        !knows(ownSession) || proven == null,
        challenge(nowNanos),
        theirChallenge,
        theirSession,
        proven == null ? Salt.NONE : proven.salt);
  }

  /** Whether one of the peer's links has this address. */
  boolean isAt(InetAddress address) {
    return links.stream().anyMatch(link -> link.getAddress().equals(address));
  }

  @Nullable Lane lane(int link) {
    return link < lanes.size() ? lanes.get(link) : null;
  }

  void close() {
    lanes.forEach(Lane::close);
  }
}
