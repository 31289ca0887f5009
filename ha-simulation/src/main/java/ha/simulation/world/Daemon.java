package ha.simulation.world;

import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.membership.agreement.PeerMessage;
import ha.membership.ledger.CorruptLedgerException;
import ha.membership.ledger.LedgerStore;
import ha.model.Incarnation;
import ha.model.Term;
import ha.simulation.time.Dice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One life of a daemon: the real core, and edges that are simulated. */
public final class Daemon {
  private final World world;
  private final Machine machine;
  private final Dice dice;
  private final NodeCore core;
  private final long number;
  private final Executor executor;
  private final FenceEdge fences;
  private final DiskQueue disk;
  private final Duration tick;
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private final Map<Long, Consumer<ApiReply>> calls = new TreeMap<>();
  private long callNumbers;
  private long pausedUntilNanos;
  private long alarms;
  private Incarnation life;
  private @Nullable String firstReport;
  private boolean stopped;
  private boolean dead;
  private boolean disowned;

  private Daemon(World world, Machine machine, Dice dice, LedgerStore store, Incarnation life) {
    this.world = world;
    this.machine = machine;
    this.dice = dice;
    this.number = world.nextNumber();
    this.life = life;
    this.core = Cores.make(world, machine, store, life);
    this.executor = new Executor(world, this, dice.split());
    this.fences = new FenceEdge(world, this);
    this.disk = new DiskQueue(world, this, store, dice.split());
    this.tick = world.settings().heartbeat().dividedBy(2);
  }

  /** Opens the ledger and draws a life's number; empty if the disk does not let it. */
  static Optional<Daemon> start(World world, Machine machine, Dice dice) {
    try {
      LedgerStore store = LedgerStore.open(machine.disk(), machine.wall());
      store.notes().forEach(machine::note);
      Incarnation life = machine.named(store.incarnation());
      return Optional.of(new Daemon(world, machine, dice, store, life));
    } catch (CorruptLedgerException e) {
      world.witness().unreadable(machine, e);
      return Optional.empty();
    } catch (IOException e) {
      machine.note("the daemon cannot start: " + e.getMessage());
      return Optional.empty();
    }
  }

  void begin() {
    machine.note("daemon starts as life " + life);
    world.counters().count("daemon starts");
    world.witness().born(this);
    tick();
  }

  public Machine machine() {
    return machine;
  }

  public NodeCore core() {
    return core;
  }

  /** The life that its messages carry. */
  public Incarnation life() {
    return life;
  }

  long number() {
    return number;
  }

  public boolean isDead() {
    return dead;
  }

  /** Whether it does not run at the moment. */
  public boolean isPaused() {
    return world.timeline().nowNanos() < pausedUntilNanos;
  }

  void die(boolean powerLost) {
    dead = true;
    inbox.clear();
    calls.clear();
    disk.die(powerLost);
  }

  // ---- time ----------------------------------------------------------------------------------

  private void tick() {
    if (dead) {
      return;
    }
    if (!isPaused()) {
      step(new CoreEvent.Tick());
      world.timeline().after(tick.plus(dice.millis(0, 2)), this::tick);
    }
  }

  /** The process does not run for a while. */
  public void pause(Duration span) {
    machine.note("daemon pauses for " + span.toMillis() + " ms");
    pausedUntilNanos = Math.max(pausedUntilNanos, world.timeline().nowNanos() + span.toNanos());
    machine.slept(span);
    if (!stopped) {
      stopped = true;
      world.timeline().at(pausedUntilNanos, this::resume);
    }
  }

  /** The process runs again. */
  void unpause() {
    pausedUntilNanos = 0;
    resume();
  }

  private void resume() {
    if (dead || !stopped) {
      return;
    }
    if (isPaused()) {
      world.timeline().at(pausedUntilNanos, this::resume);
      return;
    }
    stopped = false;
    machine.note("daemon goes on");
    boolean tickFirst = dice.chance(0.5);
    if (tickFirst) {
      tick();
    }
    while (!inbox.isEmpty() && !dead) {
      inbox.remove().run();
    }
    if (!tickFirst) {
      tick();
    }
  }

  /** Something that happens to this process; waits while it is paused. */
  void post(Runnable what) {
    if (dead) {
      return;
    }
    if (isPaused() || !inbox.isEmpty()) {
      inbox.add(what);
    } else {
      what.run();
    }
  }

  void later(Duration delay, Runnable what) {
    world.timeline().after(delay, () -> post(what));
  }

  void deliver(CoreEvent event) {
    post(() -> step(event));
  }

  // ---- the core ------------------------------------------------------------------------------

  /** Whether the executor may begin what this term ordered. */
  boolean permits(Term term) {
    return core.term().equals(term) && core.mayAct(machine.mono());
  }

  void step(CoreEvent event) {
    if (dead) {
      return;
    }
    world.trace().mix(machine.index() * 64L + event.getClass().getSimpleName().hashCode());
    List<CoreEffect> effects;
    try {
      effects = core.step(event, machine.mono(), machine.wall());
    } catch (RuntimeException e) {
      world.witness().threw(this, event, e);
      machine.killDaemon(Duration.ofSeconds(2));
      return;
    }
    boolean newTerm = false;
    for (CoreEffect effect : effects) {
      if (!dead) {
        newTerm |= effect instanceof CoreEffect.TermBegan;
        carryOut(effect);
      }
    }
    world.witness().stepped(this);
    if (newTerm && !dead) {
      world.witness().termBegan(this);
    }
  }

  private void carryOut(CoreEffect effect) {
    switch (effect) {
      case CoreEffect.Beat e -> {
        reborn(e.life());
        CoreEvent event = new CoreEvent.PeerSaid(machine.name(), e.life(), e.message());
        others(m -> world.network().beat(this, m, event));
      }
      case CoreEffect.SendPeer e -> {
        reborn(e.life());
        send(e.to(), new CoreEvent.PeerSaid(machine.name(), e.life(), spoilt(e.message())));
      }
      case CoreEffect.SendController e ->
          send(e.to(), new CoreEvent.ControllerSaid(machine.name(), e.message()));
      case CoreEffect.ForwardCall e ->
          send(e.to(), new CoreEvent.CallForwarded(machine.name(), e.number(), e.call()));
      case CoreEffect.ForwardAnswer e ->
          send(e.to(), new CoreEvent.CallAnswered(e.number(), e.reply()));
      case CoreEffect.Answer e -> {
        Consumer<ApiReply> waiting = calls.remove(e.number());
        if (waiting != null) {
          waiting.accept(e.reply());
        }
      }
      case CoreEffect.Persist e -> disk.persist(e);
      case CoreEffect.TermBegan e -> executor.termBegan(e.term());
      case CoreEffect.RunAgent e -> executor.run(e);
      case CoreEffect.CancelRecurring e -> executor.cancelRecurring(e);
      case CoreEffect.CancelQueued ignored -> executor.cancelQueued();
      case CoreEffect.Fence e -> fences.fence(e);
      case CoreEffect.CancelFence e -> fences.cancel(e);
      case CoreEffect.BreakOffFence e -> fences.breakOff(e);
      case CoreEffect.GatherFacts ignored -> {} // Nobody asks here.
      case CoreEffect.DefinitionsChanged ignored -> {}
      case CoreEffect.WatchdogsKnown ignored -> {}
      case CoreEffect.WakeAt e -> wakeAt(e.moment());
      case CoreEffect.EndEverything e -> {
        disowned = true;
        machine.note("is disowned: " + e.reason());
      }
      case CoreEffect.Exit e -> {
        machine.note(
            "daemon leaves (" + (e.recorded() ? "recorded" : "unrecorded") + "): " + e.detail());
        world.witness().left(this, e.recorded());
        machine.daemonEnded(disowned);
      }
      case CoreEffect.NodeOff ignored -> {}
      case CoreEffect.StopsFailed e -> machine.note("could not be stopped: " + e.resources());
      case CoreEffect.GiveUp ignored -> {
        machine.note("daemon ends without goodbye");
        machine.daemonEnded(false);
      }
      case CoreEffect.CheckFencing ignored -> {}
      case CoreEffect.Noted ignored -> {}
      case CoreEffect.Say e -> machine.note("| " + e.sentence());
    }
  }

  private void reborn(Incarnation now) {
    if (!life.equals(now)) {
      life = now;
      machine.note("goes on as life " + now);
      world.witness().born(this);
    }
  }

  private PeerMessage spoilt(PeerMessage message) {
    if (message instanceof PeerMessage.Promise p && world.has(Weakness.REPORT_IS_STALE)) {
      if (firstReport == null) {
        firstReport = p.report();
      }
      return new PeerMessage.Promise(
          p.term(), p.beat(), p.last(), p.commit(), p.leases(), p.rank(), firstReport);
    }
    return message;
  }

  private void others(Consumer<Machine> what) {
    for (Machine other : world.machines()) {
      if (other != machine) {
        what.accept(other);
      }
    }
  }

  private void send(ha.model.NodeName to, CoreEvent event) {
    world.network().send(this, world.machine(to), event);
  }

  private void wakeAt(Instant moment) {
    long alarm = ++alarms;
    Duration delay = Duration.between(machine.wall(), moment);
    later(
        delay,
        () -> {
          if (alarm == alarms) {
            step(new CoreEvent.WokenUp());
          }
        });
  }

  // ---- people --------------------------------------------------------------------------------

  /** Somebody calls the API here. */
  public void call(ApiCall call, Consumer<ApiReply> answer) {
    long id = ++callNumbers;
    calls.put(id, answer);
    deliver(new CoreEvent.Called(id, call));
  }

  /** Somebody stops the daemon in an orderly way. */
  public void leave() {
    machine.note("is asked to leave");
    deliver(new CoreEvent.LeaveRequested());
  }

  /** As if the moment asked for had come. */
  public void wake() {
    deliver(new CoreEvent.WokenUp());
  }
}
