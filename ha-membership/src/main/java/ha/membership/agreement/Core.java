package ha.membership.agreement;

import ha.membership.ledger.Durable;
import ha.membership.ledger.Electorate;
import ha.membership.ledger.LogEntry;
import ha.membership.ledger.Meta;
import ha.membership.ledger.Roll;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.ClusterSettings;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What the parts of one agreement share: the moment, the effects so far, and each other. */
final class Core {
  final AgreementConfig config;
  final NodeName self;
  final Journal journal;
  final DiskQueue disk;
  final Peers peers;
  final Seat seat;
  final Candidacy candidacy;
  final TwoNodes two;
  final Departure departure;
  final Silence silence;
  final List<AgreementEffect> out = new ArrayList<>();

  ClusterSettings settings;
  Incarnation incarnation;
  MonoTime now;
  Instant wall = Instant.EPOCH;
  MonoTime lastStep;

  /** Start of this life, or end of the last pause: before it nothing was heard. */
  MonoTime resumedAt;

  /** Start of this process, or of this life of it. */
  MonoTime bornAt;

  /** What the disk holds or will hold once the queued writes are done. */
  Meta meta;

  @Nullable Reign reign;
  Term highestTerm;
  String report = "{}";
  long claim;
  boolean beatSoon = true;
  boolean rebirth;

  Core(AgreementConfig config, Incarnation incarnation, Durable durable, MonoTime now) {
    this.config = config;
    this.self = config.self();
    this.settings = config.settings();
    this.incarnation = incarnation;
    this.now = now;
    this.lastStep = now;
    this.resumedAt = now;
    this.bornAt = now;
    this.meta = durable.meta().withIncarnation(incarnation);
    this.disk = new DiskQueue(this, meta);
    this.journal = new Journal(this, durable);
    Term written = journal.last().term();
    this.highestTerm = written.newerThan(meta.promised()) ? written : meta.promised();
    this.peers = new Peers(this);
    this.seat = new Seat(this);
    this.candidacy = new Candidacy(this);
    this.two = new TwoNodes(this);
    this.departure = new Departure(this);
    this.silence = new Silence(this);
  }

  boolean unsafe(Unsafe rule) {
    return config.unsafe().contains(rule);
  }

  void say(String sentence) {
    out.add(new AgreementEffect.Say(sentence));
  }

  void send(NodeName to, PeerMessage message) {
    out.add(new AgreementEffect.Send(to, message));
  }

  /** Writes {@link #meta}, as changed by the caller, and goes on when it is durable. */
  void saveMeta(Meta next, Runnable then) {
    meta = next;
    disk.saveMeta(next, then);
  }

  /** Half a heartbeat, the resolution of everything here. */
  Duration tick() {
    return settings.heartbeat().dividedBy(2);
  }

  boolean past(MonoTime start, Duration duration) {
    return now.since(start).compareTo(duration) >= 0;
  }

  /**
   * The electorates that a quorum has to satisfy: the committed one and each that may follow it.
   */
  List<Electorate> electorates() {
    return journal.electorates();
  }

  /** The electorate that comes last in the log. */
  Electorate electorate() {
    return journal.electorates().getLast();
  }

  /**
   * Every node that an electorate in force names or that was heard, without this one. A node that
   * was away may not know of all that were added since, but has to hear them to be taken in.
   */
  SortedSet<NodeName> others() {
    SortedSet<NodeName> others = peers.heardOf();
    electorates().forEach(electorate -> others.addAll(electorate.nodes().keySet()));
    others.remove(self);
    return others;
  }

  boolean configured(NodeName node) {
    return electorates().stream().anyMatch(e -> e.nodes().containsKey(node));
  }

  /** Whether {@code present} has quorum by every electorate in force. */
  boolean hasQuorum(Set<NodeName> present) {
    return electorates().stream()
        .allMatch(e -> e.hasQuorum(present, node -> node.equals(self) && two.mayBeAlone(e)));
  }

  /** Whether this node can take part at all, now. */
  boolean fit() {
    return disk.able()
        && !departure.leaving()
        && !rebirth
        && !silence.isKept()
        && welcomes(journal.tailRoll(), self, incarnation);
  }

  boolean welcomes(Roll roll, NodeName node, Incarnation life) {
    return unsafe(Unsafe.WELCOME_THE_DEAD) || roll.welcomes(node, life);
  }

  /** The newest life of a node that this one knows of, from whatever source. */
  Incarnation newestLife(NodeName node) {
    Incarnation heard = peers.of(node).incarnation;
    Incarnation written = journal.tailRoll().newest(node);
    return heard.newerThan(written) ? heard : written;
  }

  /** An entry came to be committed; {@code before} is the roll without it. */
  void committed(LogEntry entry, Roll before) {
    out.add(new AgreementEffect.Committed(entry.index(), entry.term(), entry.entry()));
    switch (entry.entry()) {
      case LedgerEntry.TermBegan began -> seat.termCommitted(began);
      case LedgerEntry.NodeLeft left -> two.leftCommitted(left, before);
      default -> {}
    }
  }
}
