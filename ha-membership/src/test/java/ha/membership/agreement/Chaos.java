package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.model.NodeName;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One run: a cluster, a while of random faults, then healing and the demand that all is well. */
final class Chaos {
  private static final String[] NAMES = {"alice", "bob", "carol", "dave", "erin"};

  final World world;
  private final SplittableRandom random;
  private final List<Host> hosts;
  private final long swarm;
  private int notes;

  Chaos(long seed, Set<Unsafe> unsafe, boolean tracing) {
    this(seed, unsafe, tracing, new int[] {2, 2, 3, 2, 4, 3, 5, 2}[(int) (seed % 8)]);
  }

  Chaos(long seed, Set<Unsafe> unsafe, boolean tracing, int nodes) {
    this(seed, unsafe, tracing, java.util.Arrays.copyOf(NAMES, nodes));
  }

  Chaos(long seed, Set<Unsafe> unsafe, boolean tracing, String... names) {
    this.random = new SplittableRandom(seed * 1_000_003 + 17);
    this.world = new World(seed, unsafe, names);
    this.world.tracing = tracing;
    this.world.json = seed % 16 == 3;
    this.hosts = new ArrayList<>(world.all());
    this.swarm = random.nextLong();
  }

  /** What went wrong; empty if nothing did. */
  Optional<String> run() {
    world.startAll();
    world.run(Duration.ofMillis(random.nextInt(3000)));
    world.loss = on(0) ? random.nextDouble() * 0.2 : 0;
    world.duplication = on(1) ? 0.1 : 0;
    world.delay = Duration.ofMillis(on(2) ? 1 + random.nextInt(60) : 1);
    world.diskTime = Duration.ofMillis(on(3) ? 1 + random.nextInt(100) : 2);
    int faults = 5 + random.nextInt(25);
    for (int i = 0; i < faults && world.violations.isEmpty(); i++) {
      fault();
      world.run(Duration.ofMillis(random.nextInt(random.nextInt(4) == 0 ? 5000 : 1200)));
    }
    heal();
    world.resolution = Duration.ofMillis(50);
    Optional<Duration> healed =
        world.runUntil(() -> world.together(configured()), Duration.ofSeconds(90));
    if (world.violations.isEmpty() && healed.isEmpty()) {
      return Optional.of("did not come together again:\n" + world.picture());
    }
    if (world.violations.isEmpty()) {
      boolean written = false;
      for (int i = 0; i < 10 && !written; i++) {
        String text = "last-" + i;
        world.leader().ifPresent(leader -> leader.append(text));
        world.runUntil(() -> world.acknowledged.contains(text), Duration.ofSeconds(2));
        written = world.acknowledged.contains(text);
      }
      if (!written && world.violations.isEmpty()) {
        world.violation("cannot write after all healed:\n" + world.picture());
      }
    }
    if (world.violations.isEmpty()) {
      world.acknowledged.remove("definitions");
      for (String text : world.acknowledged) {
        if (world.committed.values().stream()
            .noneMatch(one -> one.contains("text=" + text + ","))) {
          world.violation("acknowledged " + text + " is not in the record");
        }
      }
    }
    return world.violations.stream().findFirst();
  }

  /** The nodes that the newest committed definitions name. */
  private List<Host> configured() {
    Electorate electorate = world.electorate();
    return hosts.stream().filter(host -> electorate.nodes().containsKey(host.name)).toList();
  }

  /** Two or more of the nodes. */
  private String definitions() {
    List<String> names = new ArrayList<>();
    hosts.forEach(host -> names.add(host.name.value()));
    while (names.size() > 2 && random.nextBoolean()) {
      names.remove(random.nextInt(names.size()));
    }
    return String.join(" ", names);
  }

  /** Each run has only some kinds of faults. */
  private boolean on(int kind) {
    return (swarm >> kind & 1) == 1;
  }

  private Host any() {
    return hosts.get(random.nextInt(hosts.size()));
  }

  private void fault() {
    Host host = any();
    Host other = any();
    String a = host.name.value();
    String b = other.name.value();
    world.trace("fault on " + a + " " + b);
    switch (random.nextInt(16)) {
      case 0, 1 -> crash(host);
      case 2 -> {
        if (on(4)) {
          host.powerOff();
          later(host);
        }
      }
      case 3 -> {
        if (on(5)) {
          host.pause(Duration.ofMillis(200 + random.nextInt(3000)));
        }
      }
      case 4 -> world.cutBoth(a, b);
      case 5 -> {
        if (on(6)) {
          world.cut(a, b);
        }
      }
      case 6 -> hosts.forEach(one -> world.cutBoth(a, one.name.value()));
      case 7, 8 -> world.healAll();
      case 9 -> host.disk.setFull(on(7) && random.nextBoolean());
      case 10 -> host.diskTime = Duration.ofMillis(on(8) ? random.nextInt(7000) : 0);
      case 11 -> {
        if (on(9) && host.running()) {
          host.event(new AgreementEvent.LeaveRequested());
        }
      }
      case 12 -> {
        if (on(10) && host.running()) {
          host.event(new AgreementEvent.ClaimChanged(random.nextInt(4)));
        }
      }
      case 13 -> {
        if (on(11) && host.running()) {
          host.snapshot();
        }
      }
      case 14 -> {
        crash(host);
        crash(other);
      }
      default -> hosts.forEach(this::backUp);
    }
    write();
  }

  private void crash(Host host) {
    if (!host.running()) {
      later(host);
      return;
    }
    host.crash();
    if (on(12)) {
      NodeName name = host.name;
      for (Host other : hosts) {
        world.at(
            Duration.ofMillis(5 + random.nextInt(200)),
            () -> {
              if (!host.running()) {
                other.event(new AgreementEvent.ProcessGone(name));
              }
            });
      }
    }
    if (random.nextInt(3) > 0) {
      later(host);
    }
  }

  private void later(Host host) {
    world.at(Duration.ofMillis(random.nextInt(6000)), () -> backUp(host));
  }

  private void backUp(Host host) {
    if (!host.running()) {
      host.disk.setFull(false);
      host.start();
    }
  }

  /** Whoever thinks that it may act has something written down. */
  private void write() {
    for (Host host : hosts) {
      if (host.running() && host.mayAct() && !host.paused()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          host.append("note-" + notes++);
        }
        if (on(13) && on(14) && random.nextInt(6) == 0) {
          host.append(
              "definitions",
              new LedgerEntry.DefinitionsApplied(World.EPOCH, definitions(), "a", "b"));
        }
      }
    }
  }

  private void heal() {
    world.healAll();
    world.loss = 0;
    world.duplication = 0;
    world.delay = Duration.ofMillis(1);
    world.diskTime = Duration.ofMillis(2);
    for (Host host : hosts) {
      host.disk.setFull(false);
      host.diskTime = Duration.ZERO;
    }
    // What was fenced, crashed or left is switched on until all stay up.
    keepUp();
  }

  private void keepUp() {
    hosts.forEach(this::backUp);
    world.at(Duration.ofSeconds(3), this::keepUp);
  }
}
