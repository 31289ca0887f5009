package ha.membership.agreement;

import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is heard, and who hears this node. */
final class Peers {
  private final Core core;
  private final TreeMap<NodeName, Peer> peers = new TreeMap<>();
  private final TreeMap<Long, Sent> sent = new TreeMap<>();
  private long seq;

  private record Sent(MonoTime at, Term term) {}

  Peers(Core core) {
    this.core = core;
  }

  /** One other node, as far as this one knows. */
  static final class Peer {
    final NodeName name;
    Incarnation incarnation = Incarnation.UNKNOWN;
    PeerMessage.@Nullable Beat beat;
    @Nullable MonoTime heardAt;

    /** When the newest beat of this node was sent that the peer has echoed. */
    @Nullable MonoTime anchor;

    /** The same, for beats sent and echoed as members of {@link #anchorTerm}. */
    @Nullable MonoTime termAnchor;

    Term anchorTerm = Term.NONE;
    boolean gone;
    boolean saidLost;
    Optional<AgreementEvent.Power> power = Optional.empty();

    Peer(NodeName name) {
      this.name = name;
    }

    private void begin(Incarnation life) {
      incarnation = life;
      beat = null;
      heardAt = null;
      forget();
      gone = false;
      saidLost = false;
    }

    void forget() {
      anchor = null;
      termAnchor = null;
    }
  }

  Peer of(NodeName node) {
    return peers.computeIfAbsent(node, Peer::new);
  }

  long seq() {
    return seq;
  }

  /** A new life of a node shows itself. */
  void began(Peer peer, Incarnation life) {
    peer.begin(life);
    core.beatSoon = true;
  }

  /** Takes a beat in; false if it is not newer than what is known. */
  boolean heard(Peer peer, PeerMessage.Beat beat) {
    if (peer.beat != null && beat.seq() <= peer.beat.seq()) {
      return false;
    }
    peer.beat = beat;
    peer.heardAt = core.now;
    peer.gone = false;
    PeerMessage.Echo echo = beat.echoes().get(core.self);
    if (echo == null || !echo.incarnation().equals(core.incarnation)) {
      return true;
    }
    Sent mine = sent.get(echo.seq());
    if (mine == null) {
      return true;
    }
    boolean wasAlive = alive(peer.name);
    peer.anchor = later(peer.anchor, mine.at);
    if (!wasAlive && alive(peer.name)) {
      peer.saidLost = false;
      core.beatSoon = true;
    }
    Seat seat = core.seat;
    if (seat.bound() && beat.term().equals(seat.term()) && mine.term.equals(seat.term())) {
      noteInTerm(peer, beat, mine);
    }
    return true;
  }

  private void noteInTerm(Peer peer, PeerMessage.Beat beat, Sent mine) {
    Seat seat = core.seat;
    if (seat.ledBy(core.self, core.incarnation)) {
      boolean member =
          beat.role() == PeerMessage.Role.JOINED || beat.role() == PeerMessage.Role.FOLLOWING;
      boolean ours =
          beat.leader().equals(Optional.of(core.self))
              && beat.leaderIncarnation().equals(core.incarnation);
      if (member && ours) {
        MonoTime former = peer.anchorTerm.equals(seat.term()) ? peer.termAnchor : null;
        peer.termAnchor = later(former, mine.at);
        peer.anchorTerm = seat.term();
      }
    } else if (seat.ledBy(peer.name, peer.incarnation)
        && beat.role() == PeerMessage.Role.LEADING
        && !beat.authority().isNegative()) {
      seat.extendLease(mine.at.plus(beat.authority()));
    }
  }

  private static MonoTime later(@Nullable MonoTime former, MonoTime next) {
    return former == null ? next : former.max(next);
  }

  /** When the newest beat was sent that this member of the present term has echoed in it. */
  Optional<MonoTime> termAnchor(NodeName node) {
    Peer peer = of(node);
    return peer.anchorTerm.equals(core.seat.term())
        ? Optional.ofNullable(peer.termAnchor)
        : Optional.empty();
  }

  /** Whether node and this one hear each other. */
  boolean alive(NodeName node) {
    Peer peer = of(node);
    return peer.anchor != null
        && !core.past(peer.anchor, core.settings.detection())
        && !processGone(peer);
  }

  /** Whether its host says that its daemon is gone, and nothing speaks against it. */
  private boolean processGone(Peer peer) {
    return peer.gone
        && (peer.heardAt == null
            || core.past(peer.heardAt, core.settings.heartbeat().multipliedBy(2)));
  }

  boolean processGone(NodeName node) {
    return processGone(of(node));
  }

  /** Alive, and able to take part. */
  boolean usable(NodeName node) {
    PeerMessage.Beat beat = of(node).beat;
    return alive(node) && beat != null && beat.able();
  }

  /** Not usable, and this node was awake for long enough to know. */
  boolean lost(NodeName node) {
    if (usable(node)) {
      return false;
    }
    PeerMessage.Beat beat = of(node).beat;
    boolean unable = alive(node) && beat != null && !beat.able();
    return unable || processGone(node) || core.past(core.resumedAt, core.settings.detection());
  }

  /** After a pause everybody has to be heard anew. */
  void forgetAll() {
    peers.values().forEach(Peer::forget);
  }

  /** A new life of this node: no echo of the former counts. */
  void reborn() {
    sent.clear();
    forgetAll();
  }

  /** The nodes that were heard at all since this process began. */
  SortedSet<NodeName> heardOf() {
    SortedSet<NodeName> names = new TreeSet<>();
    for (Peer peer : peers.values()) {
      if (!peer.incarnation.equals(Incarnation.UNKNOWN)) {
        names.add(peer.name);
      }
    }
    return names;
  }

  SortedSet<NodeName> hears() {
    SortedSet<NodeName> heard = new TreeSet<>();
    for (NodeName node : core.others()) {
      if (alive(node)) {
        heard.add(node);
      }
    }
    return heard;
  }

  /** Whether two other nodes say that they hear each other in their present lives. */
  boolean hearEachOther(NodeName a, NodeName b) {
    return says(a, b) && says(b, a);
  }

  private boolean says(NodeName speaker, NodeName of) {
    PeerMessage.Beat beat = of(speaker).beat;
    if (beat == null || !beat.hears().contains(of)) {
      return false;
    }
    PeerMessage.Echo echo = beat.echoes().get(of);
    return echo != null && echo.incarnation().equals(of(of).incarnation);
  }

  /** Until when {@code node} may act because this node answered its beats. */
  Optional<MonoTime> leaseGiven(NodeName node) {
    Peer peer = of(node);
    if (peer.heardAt == null || peer.beat == null || processGone(peer)) {
      return Optional.empty();
    }
    // Clocks run apart a little; a quarter of a heartbeat is a hundred times what they do.
    Duration slack = core.settings.heartbeat().dividedBy(4);
    return Optional.of(peer.heardAt.plus(peer.beat.lease()).plus(slack));
  }

  /** The next beat of this node. */
  PeerMessage.Beat beat(Duration authority) {
    seq++;
    Seat seat = core.seat;
    sent.put(seq, new Sent(core.now, seat.bound() ? seat.term() : Term.NONE));
    MonoTime now = core.now;
    Duration old = core.settings.detection().multipliedBy(2);
    sent.values().removeIf(one -> now.since(one.at).compareTo(old) > 0);
    SortedMap<NodeName, PeerMessage.Echo> echoes = new TreeMap<>();
    for (NodeName node : core.others()) {
      Peer peer = of(node);
      if (peer.beat != null) {
        echoes.put(node, new PeerMessage.Echo(peer.incarnation, peer.beat.seq()));
      }
    }
    return new PeerMessage.Beat(
        seq,
        core.meta.promised(),
        seat.leader(),
        seat.leaderIncarnation(),
        seat.role(),
        core.journal.last(),
        core.journal.commit(),
        core.claim,
        core.two.rank(),
        core.disk.able(),
        core.departure.leaving(),
        core.meta.lastMan().isPresent(),
        authority,
        core.settings.lease(),
        echoes,
        hears());
  }
}
