package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.ElectorateReader;
import ha.membership.ledger.Roll;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.ClusterSettings;
import ha.model.json.Json;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Nodes, their disks, power and network in virtual time, and an observer who sees all of it and
 * checks after each step what must always hold.
 */
final class World {
  static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  final ClusterSettings settings;
  final Electorate seed;
  final Set<Unsafe> unsafe;
  final TreeMap<NodeName, Host> hosts = new TreeMap<>();
  final SplittableRandom network;
  final SplittableRandom disks;
  final SplittableRandom timing;
  final List<String> violations = new ArrayList<>();
  final List<String> trace = new ArrayList<>();
  final Set<String> acknowledged = new TreeSet<>();
  final Map<Term, String> leaders = new HashMap<>();
  final TreeMap<Long, String> committed = new TreeMap<>();

  Duration bmcTime = Duration.ofMillis(300);
  Duration resolution = Duration.ofMillis(1);
  double loss;
  double duplication;
  Duration delay = Duration.ofMillis(1);
  Duration diskTime = Duration.ofMillis(2);
  boolean json;
  boolean tracing;
  boolean truthfulFences = true;
  long steps;
  long terms;
  int bothFenced;
  boolean historyMayFork;
  private Roll roll = Roll.EMPTY;
  private final Set<String> cuts = new TreeSet<>();
  private final PriorityQueue<Item> agenda =
      new PriorityQueue<>(Comparator.comparingLong(Item::at).thenComparingLong(Item::order));
  private long now;
  private long order;
  private long ackedIndex;

  private record Item(long at, long order, Runnable what) {}

  World(long seed, Set<Unsafe> unsafe, String... names) {
    this(seed, unsafe, ClusterSettings.named("test"), electorate(names));
  }

  World(long seed, Set<Unsafe> unsafe, ClusterSettings settings, Electorate electorate) {
    SplittableRandom root = new SplittableRandom(seed);
    this.network = root.split();
    this.disks = root.split();
    this.timing = root.split();
    this.settings = settings;
    this.seed = electorate;
    this.unsafe = unsafe;
    for (NodeName name : electorate.nodes().keySet()) {
      hosts.put(name, new Host(this, name, electorate));
    }
  }

  /** Equal votes for each; who is called witness is one. */
  static Electorate electorate(String... names) {
    TreeMap<NodeName, Electorate.Voter> nodes = new TreeMap<>();
    for (String name : names) {
      nodes.put(new NodeName(name), new Electorate.Voter(1, 0, name.equals("witness")));
    }
    return new Electorate(nodes);
  }

  static ElectorateReader reader() {
    return yaml -> Optional.of(electorate(yaml.split(" ")));
  }

  /** By what is committed. */
  Electorate electorate() {
    return roll.electorate().orElse(seed);
  }

  Host host(String name) {
    Host host = hosts.get(new NodeName(name));
    if (host == null) {
      throw new IllegalArgumentException(name);
    }
    return host;
  }

  Collection<Host> all() {
    return hosts.values();
  }

  long now() {
    return now;
  }

  Instant wall() {
    return EPOCH.plusNanos(now);
  }

  void at(Duration later, Runnable what) {
    agenda.add(new Item(now + later.toNanos(), order++, what));
  }

  void startAll() {
    all().forEach(Host::start);
  }

  /** Lets virtual time pass. */
  void run(Duration span) {
    long end = now + span.toNanos();
    while (!agenda.isEmpty() && agenda.peek().at <= end && violations.isEmpty()) {
      Item next = agenda.remove();
      now = Math.max(now, next.at);
      next.what.run();
    }
    now = Math.max(now, end);
  }

  /** Lets time pass until something holds; how long it took, empty if it never did. */
  Optional<Duration> runUntil(java.util.function.BooleanSupplier holds, Duration longest) {
    long start = now;
    while (now - start <= longest.toNanos() && violations.isEmpty()) {
      if (holds.getAsBoolean()) {
        return Optional.of(Duration.ofNanos(now - start));
      }
      run(resolution);
    }
    return Optional.empty();
  }

  void cut(String from, String to) {
    cuts.add(from + ">" + to);
  }

  void cutBoth(String a, String b) {
    cut(a, b);
    cut(b, a);
  }

  void healAll() {
    cuts.clear();
  }

  void heal(String a, String b) {
    cuts.remove(a + ">" + b);
    cuts.remove(b + ">" + a);
  }

  /** Puts a message on the network. */
  void carry(Host from, NodeName to, PeerMessage message) {
    int copies = network.nextDouble() < duplication ? 2 : 1;
    Incarnation life = from.incarnation();
    Host target = hosts.get(to);
    for (int i = 0; i < copies; i++) {
      boolean dropped = network.nextDouble() < loss;
      long wait = delay.toNanos() / 2 + network.nextLong(delay.toNanos() + 1);
      if (target == null || dropped || cuts.contains(from.name + ">" + to)) {
        continue;
      }
      PeerMessage carried = json ? Json.read(Json.bytes(message), PeerMessage.class) : message;
      at(
          Duration.ofNanos(wait),
          () -> {
            if (!cuts.contains(from.name + ">" + to)) {
              target.event(new AgreementEvent.Received(from.name, life, carried));
            }
          });
    }
  }

  void violation(String what) {
    violations.add("at " + now / 1_000_000 + " ms: " + what);
  }

  void trace(String what) {
    if (tracing) {
      trace.add(now / 1_000_000.0 + " " + what);
    }
  }

  void leads(Host host, AgreementEffect.Leading leading) {
    if (host.name.value().equals("witness")) {
      violation("a witness leads term " + leading.term());
    }
    String who = host.name + "/" + host.incarnation();
    String former = leaders.putIfAbsent(leading.term(), who);
    if (former == null) {
      terms++;
    } else if (!former.equals(who)) {
      violation("term " + leading.term() + " is led by " + former + " and " + who);
    } else {
      violation(who + " begins to lead term " + leading.term() + " a second time");
    }
    if (host.view().commit() < ackedIndex && !historyMayFork) {
      violation(
          who + " leads with " + host.view().commit() + " entries, acknowledged " + ackedIndex);
    }
    Optional<NodeName> peer = host.view().electorate().otherOfTwo(host.name);
    if (peer.isPresent() && leading.members().size() == 1 && truthfulFences) {
      for (Host other : all()) {
        if (other.name.equals(peer.get()) && other.running() && !other.harmless()) {
          violation(who + " goes on alone while " + other.name + " lives that was with it");
        }
      }
    }
  }

  void committed(Host host, AgreementEffect.Committed one) {
    String text = one.term() + " " + one.entry();
    String former = committed.putIfAbsent(one.index(), text);
    if (former == null && one.entry() instanceof LedgerEntry.TermBegan began) {
      began
          .members()
          .forEach((node, life) -> {
            if (!roll.welcomes(node, life)) {
              violation("term " + one.term() + " begins with " + node + ", whose life is over");
            }
          });
    }
    roll = former == null ? roll.apply(one.entry(), reader()) : roll;
    if (historyMayFork) {
      return;
    }
    if (former != null && !former.equals(text)) {
      violation(host.name + " commits at " + one.index() + " " + text + ", before: " + former);
    }
  }

  void acknowledged(Host host, String text) {
    acknowledged.add(text);
    ackedIndex = Math.max(ackedIndex, host.view().commit());
  }

  /** What must hold at every moment. */
  void check() {
    steps++;
    Host acting = null;
    for (Host host : all()) {
      if (host.running() && host.mayAct()) {
        if (acting != null && !acting.agreement().term().equals(host.agreement().term())) {
          violation(
              acting.name
                  + " acts in term "
                  + acting.view().term()
                  + " and "
                  + host.name
                  + " in term "
                  + host.view().term());
        }
        acting = host;
      }
    }
  }

  /** Whether all these are in one open term and may act. */
  boolean together(Collection<Host> some) {
    Term term = null;
    for (Host host : some) {
      if (!host.running() || !host.mayAct()) {
        return false;
      }
      AgreementView view = host.view();
      if ((term != null && !term.equals(view.term())) || view.members().size() != some.size()) {
        return false;
      }
      term = view.term();
    }
    return true;
  }

  Optional<Host> leader() {
    return all().stream()
        .filter(host -> host.running() && host.mayAct())
        .filter(host -> host.view().role() == PeerMessage.Role.LEADING)
        .findFirst();
  }

  String picture() {
    StringBuilder text = new StringBuilder();
    for (Host host : all()) {
      text.append(host.name)
          .append(": ")
          .append(host.running() ? host.view() : "down")
          .append('\n');
    }
    return text.toString();
  }

  static LedgerEntry note(String text) {
    return new LedgerEntry.Noted(EPOCH, text, Optional.empty(), Optional.empty());
  }

  MonoTime clock(Host host) {
    return new MonoTime(host.clockOffset + (long) (now * host.clockRate));
  }
}
