package ha.membership.agreement;

import ha.membership.ledger.DiskWrite;
import ha.membership.ledger.Electorate;
import ha.membership.ledger.LedgerStore;
import ha.membership.ledger.MemoryDisk;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ledger.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A machine: power, a disk, a clock, and, while it runs, one agreement. */
final class Host {
  final World world;
  final NodeName name;
  final MemoryDisk disk = new MemoryDisk();
  final Electorate seed;
  final double clockRate;
  final long clockOffset;
  final List<AgreementEffect> effects = new ArrayList<>();
  final Map<Long, String> asked = new HashMap<>();
  final TreeSet<NodeName> companions = new TreeSet<>();

  boolean fencingWorks = true;
  int fenceAttempts;
  boolean left;
  boolean recorded;
  boolean powered = true;
  long committedIndex;
  @Nullable String suspended = "not started";
  private @Nullable Agreement agreement;
  private @Nullable LedgerStore store;
  private AgreementEffect.@Nullable Persist writing;
  private final Deque<AgreementEvent> whilePaused = new ArrayDeque<>();
  private long pausedUntil;
  private long process;
  private long fence;
  private LedgerEntry.@Nullable TermBegan began;
  private long fenceFrom = Long.MIN_VALUE;
  private long fencedAt = Long.MIN_VALUE;
  private long tokens;
  Duration diskTime = Duration.ZERO;

  Host(World world, NodeName name, Electorate seed) {
    this.world = world;
    this.name = name;
    this.seed = seed;
    this.clockRate = 1 + (world.timing.nextDouble() - 0.5) * 4e-4;
    this.clockOffset = world.timing.nextLong(1_000_000_000_000L) - 500_000_000_000L;
  }

  boolean running() {
    return agreement != null;
  }

  Agreement agreement() {
    Agreement present = agreement;
    if (present == null) {
      throw new IllegalStateException(name + " is down");
    }
    return present;
  }

  AgreementView view() {
    return agreement().view();
  }

  Incarnation incarnation() {
    return agreement().incarnation();
  }

  boolean mayAct() {
    return agreement().mayAct(world.clock(this));
  }

  /** Whether it cannot act by itself: never was in an open term in this life, or said goodbye. */
  boolean harmless() {
    return companions.isEmpty() || left || view().waitsFor().startsWith("leaving");
  }

  void start() {
    if (agreement != null) {
      return;
    }
    powered = true;
    left = false;
    process++;
    companions.clear();
    asked.clear();
    committedIndex = 0;
    pausedUntil = 0;
    whilePaused.clear();
    writing = null;
    suspended = "started";
    try {
      LedgerStore opened = LedgerStore.open(disk, world.wall());
      store = opened;
      AgreementConfig config =
          new AgreementConfig(name, world.settings, seed, World.reader(), world.unsafe);
      agreement = new Agreement(config, opened.incarnation(), opened.durable(), world.clock(this));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot start", e);
    }
    world.trace(name + " starts as " + incarnation());
    tick(process);
  }

  private void tick(long of) {
    if (of != process || agreement == null) {
      return;
    }
    event(new AgreementEvent.Tick());
    Duration half = world.settings.heartbeat().dividedBy(2);
    long jitter = world.timing.nextLong(5_000_000);
    world.at(half.plusNanos(jitter), () -> tick(of));
  }

  /** The process ends and with it what was not synced; the host may stay powered. */
  void crash() {
    if (agreement == null) {
      return;
    }
    world.trace(name + " crashes");
    LedgerStore held = store;
    if (writing != null && held != null && world.disks.nextBoolean()) {
      disk.losePowerAt(disk.steps() + 1 + world.disks.nextInt(9));
      try {
        held.perform(writing.write());
      } catch (IOException e) {
        world.trace(name + " in the midst of a write");
      }
    }
    disk.crash(world.disks::nextInt);
    agreement = null;
    process++;
    writing = null;
  }

  void powerOff() {
    crash();
    powered = false;
    left = false;
  }

  void pause(Duration span) {
    pausedUntil = Math.max(pausedUntil, world.now() + span.toNanos());
    long of = process;
    world.trace(name + " pauses for " + span);
    world.at(
        span.plusNanos(1),
        () -> {
          if (of == process && world.now() >= pausedUntil) {
            while (!whilePaused.isEmpty()) {
              event(whilePaused.removeFirst());
            }
          }
        });
  }

  boolean paused() {
    return world.now() < pausedUntil;
  }

  void event(AgreementEvent event) {
    Agreement present = agreement;
    if (present == null) {
      return;
    }
    if (paused()) {
      boolean another = whilePaused.stream().anyMatch(AgreementEvent.Tick.class::isInstance);
      if (!(event instanceof AgreementEvent.Tick) || !another) {
        whilePaused.addLast(event);
      }
      return;
    }
    for (AgreementEffect effect : present.step(event, world.clock(this), world.wall())) {
      carryOut(effect);
    }
    world.check();
  }

  private void carryOut(AgreementEffect effect) {
    boolean chatter = effect instanceof AgreementEffect.Beat;
    if (!chatter) {
      effects.add(effect);
      if (world.tracing) {
        world.trace(name + " " + effect);
      }
    }
    switch (effect) {
      case AgreementEffect.Beat beat -> {
        for (Host other : world.all()) {
          if (other != this) {
            world.carry(this, other.name, beat.message());
          }
        }
      }
      case AgreementEffect.Send send -> world.carry(this, send.to(), send.message());
      case AgreementEffect.Persist persist -> persist(persist);
      case AgreementEffect.FencePeer request -> fence(request);
      case AgreementEffect.CancelFence ignored -> fence++;
      case AgreementEffect.BreakOffFence ignored -> fence++;
      case AgreementEffect.Leading leading -> {
        suspended = null;
        companions.addAll(leading.members().keySet());
        companions.remove(name);
        world.leads(this, leading);
      }
      case AgreementEffect.Following following -> {
        suspended = null;
        companions.addAll(following.members().keySet());
        companions.remove(name);
      }
      case AgreementEffect.Suspended why -> suspended = why.reason();
      case AgreementEffect.Committed one -> committed(one);
      case AgreementEffect.Restored restored -> committedIndex = restored.position().index();
      case AgreementEffect.AppendDone done -> {
        String text = asked.remove(done.token());
        if (text != null) {
          world.acknowledged(this, text);
        }
      }
      case AgreementEffect.AppendFailed failed -> asked.remove(failed.token());
      case AgreementEffect.Reborn ignored -> companions.clear();
      case AgreementEffect.Left gone -> {
        left = true;
        recorded = gone.recorded();
      }
      case AgreementEffect.PeerLost ignored -> {}
      case AgreementEffect.Disowned ignored -> {}
      case AgreementEffect.Say say -> opened(say.sentence());
    }
    if (left && agreement != null && effect instanceof AgreementEffect.Left) {
      world.at(Duration.ofMillis(20), this::exit);
    }
  }

  private void committed(AgreementEffect.Committed one) {
    if (one.index() != committedIndex + 1) {
      world.violation(name + " commits " + one.index() + " after " + committedIndex);
    }
    committedIndex = one.index();
    world.committed(this, one);
    if (one.entry() instanceof LedgerEntry.TermBegan newest) {
      began = newest;
    }
  }

  /** Opened a term, whether or not a lease was valid yet. */
  private void opened(String sentence) {
    if (began != null && sentence.startsWith("Term " + began.term() + " is open")) {
      companions.addAll(began.members().keySet());
      companions.remove(name);
    }
  }

  private void exit() {
    if (left && agreement != null) {
      crash();
    }
  }

  private void persist(AgreementEffect.Persist persist) {
    writing = persist;
    long of = process;
    Duration time = world.diskTime.plus(diskTime);
    long nanos = time.toNanos() / 2 + world.timing.nextLong(time.toNanos() + 1);
    world.at(Duration.ofNanos(nanos), () -> written(of, persist));
  }

  private void written(long of, AgreementEffect.Persist persist) {
    LedgerStore held = store;
    if (of != process || agreement == null || held == null) {
      return;
    }
    writing = null;
    try {
      held.perform(persist.write());
      event(new AgreementEvent.Persisted(persist.ticket()));
    } catch (IOException e) {
      event(new AgreementEvent.PersistFailed(persist.ticket(), e.toString()));
    }
  }

  private void fence(AgreementEffect.FencePeer request) {
    fence++;
    long mine = fence;
    long of = process;
    if (!companions.contains(request.node())) {
      world.violation(name + " fences " + request.node() + ", with which it never was in a term");
    }
    Host target = world.host(request.node().value());
    boolean off = !target.powered;
    Duration wait = off ? Duration.ZERO : request.delay();
    world.at(
        wait,
        () -> {
          if (of == process && mine == fence && running()) {
            command(of, request, target);
          }
        });
  }

  /** From here the command is at the device, which carries it out whatever becomes of this host. */
  private void command(long of, AgreementEffect.FencePeer request, Host target) {
    fenceFrom = world.now();
    fenceAttempts++;
    if (!fencingWorks) {
      world.at(
          world.bmcTime,
          () ->
              event(
                  new AgreementEvent.FenceFailed(
                      request.node(), request.incarnation(), "bmc", "no answer")));
      return;
    }
    world.at(
        world.bmcTime,
        () -> {
          target.fencedAt = target.powered && target.running() ? world.now() : target.fencedAt;
          if (!powered && fencedAt >= fenceFrom && target.running()) {
            world.bothFenced++;
          }
          world.trace(name + " switches " + target.name + " off");
          target.powerOff();
          if (of == process) {
            event(
                new AgreementEvent.FenceConfirmed(
                    request.node(),
                    request.incarnation(),
                    "bmc",
                    "cluster",
                    "power read back off"));
          }
        });
  }

  /** Asks the leader here to write an entry. */
  void append(String text) {
    append(text, World.note(text));
  }

  void append(String text, LedgerEntry entry) {
    long token = ++tokens;
    asked.put(token, text);
    event(new AgreementEvent.Append(token, List.of(entry)));
  }

  /** A snapshot of what is committed. */
  void snapshot() {
    AgreementView view = view();
    var at = view.last();
    if (view.commit() == at.index() && view.commit() > 0) {
      event(new AgreementEvent.SnapshotTaken(at.index(), at.term(), "to " + at));
    }
  }

  boolean writes(Class<? extends DiskWrite> type) {
    return writing != null && type.isInstance(writing.write());
  }

  List<String> said() {
    return effects.stream()
        .filter(AgreementEffect.Say.class::isInstance)
        .map(effect -> ((AgreementEffect.Say) effect).sentence())
        .toList();
  }

  <T extends AgreementEffect> List<T> all(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
