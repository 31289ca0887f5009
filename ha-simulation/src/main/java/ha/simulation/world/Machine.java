package ha.simulation.world;

import ha.membership.ledger.MemoryDisk;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.simulation.time.Dice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host: power, clocks, a disk, a daemon that an init system starts, and what really runs. */
public final class Machine {
  private static final Duration RESTART = Duration.ofSeconds(2);

  private final World world;
  private final NodeName name;
  private final int index;
  private final Dice dice;
  private final Bmc bmc;
  private final Rig rig;
  private final TreeMap<String, Instance> truth = new TreeMap<>();
  private MemoryDisk disk = new MemoryDisk();
  private boolean powered;
  private long powerNumber;
  private long daemonNumber;
  private long frozenUntilNanos;
  private long clockOriginNanos;
  private long sleptNanos;
  private final double drift;
  private Duration wallOffset;
  private boolean wanted = true;
  private boolean diskTampered;
  private Duration diskDelay = Duration.ZERO;
  private Duration pauseMidway = Duration.ZERO;
  private boolean wasReadOff;
  private Optional<Incarnation> lastLife = Optional.empty();
  private @Nullable Daemon daemon;

  Machine(World world, NodeName name, int index, Dice dice) {
    this.world = world;
    this.name = name;
    this.index = index;
    this.dice = dice;
    this.bmc = new Bmc(world, this, dice.split());
    this.rig = new Rig(world, this, dice.split());
    this.drift = 1 + (dice.between(-100, 100) / 1e6);
    this.wallOffset = dice.millis(-2000, 2000);
  }

  public NodeName name() {
    return name;
  }

  public int index() {
    return index;
  }

  public Bmc bmc() {
    return bmc;
  }

  public Trouble trouble() {
    return rig.trouble();
  }

  Rig rig() {
    return rig;
  }

  public boolean isPowered() {
    return powered;
  }

  public Optional<Daemon> daemon() {
    return Optional.ofNullable(daemon);
  }

  boolean runs(Daemon other) {
    return daemon == other;
  }

  /** What is true, by base name of the resource. */
  public SortedMap<String, Instance> truth() {
    return Collections.unmodifiableSortedMap(truth);
  }

  Instance instance(ResourceId resource) {
    return truth.computeIfAbsent(resource.base(), r -> new Instance());
  }

  /** The instance of a primitive. */
  public Instance instance(String base) {
    return truth.computeIfAbsent(base, r -> new Instance());
  }

  /** Whether the disk was changed from outside, so that nothing can be expected of it. */
  public boolean isDiskTampered() {
    return diskTampered;
  }

  long powerNumber() {
    return powerNumber;
  }

  /** The number of this daemon's life. */
  Incarnation named(Incarnation drawn) {
    boolean reuses = world.has(Weakness.LIFE_IS_REUSED) && lastLife.isPresent();
    Incarnation life = reuses ? lastLife.get() : drawn;
    lastLife = Optional.of(life);
    return life;
  }

  void readOff() {
    wasReadOff = true;
  }

  boolean wasReadOff() {
    return wasReadOff;
  }

  // ---- clocks --------------------------------------------------------------------------------

  /** Its monotonic clock. */
  public MonoTime mono() {
    long now = world.timeline().nowNanos();
    return new MonoTime(clockOriginNanos + (long) (now * drift) - sleptNanos);
  }

  /** Its wall clock. */
  public Instant wall() {
    return World.EPOCH.plus(world.timeline().now()).plus(wallOffset);
  }

  /** Moves the wall clock. */
  public void jump(Duration by) {
    wallOffset = wallOffset.plus(by);
    note("wall clock jumps by " + by);
  }

  long frozenUntilNanos() {
    return frozenUntilNanos;
  }

  /** The whole machine stands still, as a virtual one does whose host is busy. */
  public void freeze(Duration span) {
    if (powered) {
      note("stands still for " + span);
      frozenUntilNanos = Math.max(frozenUntilNanos, world.timeline().nowNanos() + span.toNanos());
      daemon().ifPresent(d -> d.pause(span));
    }
  }

  /** The daemon will stand still the moment it is told to start something. */
  public void pauseMidway(Duration span) {
    pauseMidway = span;
  }

  void toldToStart(Daemon told) {
    if (!pauseMidway.isZero()) {
      told.pause(pauseMidway);
      pauseMidway = Duration.ZERO;
    }
  }

  /** Whatever stands still here goes on. */
  public void unfreeze() {
    frozenUntilNanos = 0;
    pauseMidway = Duration.ZERO;
    daemon().ifPresent(Daemon::unpause);
  }

  void slept(Duration span) {
    if (world.has(Weakness.CLOCK_SLEEPS)) {
      sleptNanos += span.toNanos();
    }
  }

  // ---- power ---------------------------------------------------------------------------------

  /** Power comes; after the firmware's checks the daemon starts. */
  public void powerOn() {
    if (powered) {
      return;
    }
    powered = true;
    powerNumber++;
    clockOriginNanos = dice.between(0, Duration.ofDays(20).toNanos());
    sleptNanos = 0;
    note("power on");
    startDaemonAfter(dice.millis(1500, 9000));
  }

  /** Power goes, now. */
  public void powerOff(String why) {
    if (!powered) {
      return;
    }
    note("power off: " + why);
    powered = false;
    powerNumber++;
    frozenUntilNanos = 0;
    if (daemon != null) {
      daemon.die(true);
      daemon = null;
    } else {
      crashDisk();
    }
    truth.keySet().stream().toList().forEach(this::vanish);
  }

  private void vanish(String resource) {
    truth.remove(resource);
    world.witness().activityChanged(resource);
  }

  // ---- the daemon ----------------------------------------------------------------------------

  private void startDaemonAfter(Duration delay) {
    long power = powerNumber;
    long number = ++daemonNumber;
    world
        .timeline()
        .after(
            delay,
            () -> {
              if (powered && power == powerNumber && number == daemonNumber && wanted) {
                startDaemon();
              }
            });
  }

  private void startDaemon() {
    if (daemon != null) {
      return;
    }
    rig.endStrays();
    Optional<Daemon> begun = Daemon.start(world, this, dice.split());
    if (begun.isEmpty()) {
      startDaemonAfter(RESTART);
      return;
    }
    daemon = begun.get();
    daemon.begin();
    long left = frozenUntilNanos - world.timeline().nowNanos();
    if (left > 0) {
      daemon.pause(Duration.ofNanos(left));
    }
  }

  /** The daemon's process is killed; what it started lives on. The init system starts it again. */
  public void killDaemon(Duration restart) {
    if (daemon != null) {
      note("daemon killed");
      daemon.die(false);
      daemon = null;
      world.network().processGone(this);
    }
    if (powered) {
      startDaemonAfter(restart);
    }
  }

  /** The daemon ended by itself. */
  void daemonEnded(boolean failed) {
    if (daemon != null) {
      daemon.die(false);
      daemon = null;
      world.network().processGone(this);
    }
    if (failed) {
      startDaemonAfter(RESTART);
    } else {
      wanted = false;
    }
  }

  /** The init system is told to run the daemon. */
  public void want() {
    wanted = true;
    if (powered && daemon == null) {
      startDaemonAfter(dice.millis(100, 1000));
    }
  }

  // ---- what people and accidents do ----------------------------------------------------------

  /** Something that runs here ends by itself. */
  public void kill(String resource) {
    rig.dies(resource);
  }

  /** Somebody starts something here without telling the cluster. */
  public void startByHand(String resource) {
    if (powered && !instance(resource).isActive()) {
      note("somebody starts " + resource + " by hand");
      instance(resource).upByHand();
      world.witness().activityChanged(resource);
    }
  }

  /** Whatever was started by hand is stopped again. */
  public void endByHand() {
    truth.forEach((resource, instance) -> {
      if (instance.isByHand()) {
        note("somebody stops " + resource + " again");
        instance.down();
      }
    });
  }

  // ---- the disk ------------------------------------------------------------------------------

  MemoryDisk disk() {
    return disk;
  }

  void crashDisk() {
    disk.crash(dice::below);
  }

  public void setDiskFull(boolean full) {
    disk.setFull(full);
    note(full ? "disk full" : "disk has room again");
  }

  /** How much longer each write takes. */
  public void setDiskDelay(Duration delay) {
    diskDelay = delay;
    note("writes take " + delay.toMillis() + " ms more");
  }

  Duration diskDelay() {
    return diskDelay;
  }

  /** What the disk holds now, as a copy. */
  public MemoryDisk backup() {
    MemoryDisk copy = new MemoryDisk();
    try {
      for (String file : disk.list()) {
        copy.write(file, disk.read(file));
        copy.sync(file);
      }
      copy.syncDirectory();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return copy;
  }

  /** Somebody restores an old state of the disk while nothing runs here. */
  public boolean restore(MemoryDisk old) {
    if (daemon != null) {
      return false;
    }
    disk = old;
    diskTampered = true;
    note("an old disk is restored");
    return true;
  }

  void note(String what) {
    world.trace().note(name.value(), what);
  }

  @Override
  public String toString() {
    return name.value();
  }
}
