package ha.simulation.fault;

import ha.membership.ledger.MemoryDisk;
import ha.simulation.world.Bmc;
import ha.simulation.world.Instance;
import ha.simulation.world.Machine;
import ha.simulation.world.Network;
import ha.simulation.world.Trouble;
import ha.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the faults of a schedule happen, and mends all at the end. */
public final class Injector {
  private final World world;
  private final Operators operators;
  private final Map<Integer, MemoryDisk> backups = new TreeMap<>();
  private boolean healed;
  private long lastTroubleNanos;

  public Injector(World world, Operators operators) {
    this.world = world;
    this.operators = operators;
  }

  /** Puts the whole schedule on the timeline. */
  public void schedule(List<Fault> faults) {
    faults.forEach(fault -> world.timeline().at(fault.at().toNanos(), () -> inject(fault)));
    boolean restores = faults.stream().anyMatch(f -> f.kind() == Fault.Kind.DISK_RESTORED);
    if (restores) {
      for (int seconds = 10; seconds < 200; seconds += 17) {
        world.timeline().at(Duration.ofSeconds(seconds).toNanos(), this::backUp);
      }
    }
  }

  /** When the effect of the latest fault ended, as far as that is known. */
  public long lastTroubleNanos() {
    return lastTroubleNanos;
  }

  private void backUp() {
    for (Machine machine : world.machines()) {
      if (!backups.containsKey(machine.index()) && machine.daemon().isPresent()) {
        backups.put(machine.index(), machine.backup());
      }
    }
  }

  private void inject(Fault fault) {
    if (healed) {
      return;
    }
    note(fault);
    world.counters().count("fault " + fault.kind().text());
    lastTroubleNanos = Math.max(lastTroubleNanos, endNanos(fault));
    if (fault.kind().isOrder()) {
      operators.order(fault);
      return;
    }
    Machine a = world.machine(fault.a());
    Machine b = other(fault);
    switch (fault.kind()) {
      case POWER_LOSS -> powerLoss(a, fault.span());
      case ALL_POWER_LOSS -> allPowerLoss(fault);
      case BOOT_APART -> bootApart(fault);
      case DAEMON_KILL -> a.killDaemon(fault.span());
      case DAEMON_PAUSE -> a.daemon().ifPresent(d -> d.pause(fault.span()));
      case PAUSE_MIDWAY -> a.pauseMidway(fault.span());
      case MACHINE_FREEZE -> a.freeze(fault.span());
      case CUT, CUT_ONE_WAY, ISOLATE, ISOLATE_ONE_WAY, FLAP -> cut(fault, a, b);
      case LOSS, SLOW_NETWORK, DUPLICATES -> network(fault);
      case BMC_DEAD -> a.bmc().fail(Bmc.Fault.DEAD, endNanos(fault));
      case BMC_SLOW -> a.bmc().fail(Bmc.Fault.SLOW, endNanos(fault));
      case BMC_LYING -> a.bmc().fail(Bmc.Fault.LYING, endNanos(fault));
      case BMC_MUTE -> a.bmc().fail(Bmc.Fault.MUTE, endNanos(fault));
      case BMC_CUT -> {
        a.bmc().cut(b, true);
        later(fault, () -> a.bmc().cut(b, false));
      }
      case START_FAILS -> agents(fault, a, Trouble.Kind.START_FAILS);
      case START_HALF_DONE -> agents(fault, a, Trouble.Kind.START_HALF_DONE);
      case START_HANGS -> agents(fault, a, Trouble.Kind.START_HANGS);
      case STOP_FAILS -> agents(fault, a, Trouble.Kind.STOP_FAILS);
      case STOP_HANGS -> agents(fault, a, Trouble.Kind.STOP_HANGS);
      case LOOK_UNKNOWN -> agents(fault, a, Trouble.Kind.LOOK_UNKNOWN);
      case LOOK_HANGS -> agents(fault, a, Trouble.Kind.LOOK_HANGS);
      case MIGRATION_FAILS -> agents(fault, a, Trouble.Kind.MIGRATION_FAILS);
      case SLOW_AGENTS -> agents(fault, a, Trouble.Kind.SLOW);
      case RESOURCE_DIES -> dies(fault);
      case RESOURCE_BY_HAND -> a.startByHand(anyResource(fault));
      case DISK_FULL -> {
        a.setDiskFull(true);
        later(fault, () -> a.setDiskFull(false));
      }
      case DISK_SLOW -> {
        a.setDiskDelay(Duration.ofMillis(100L + fault.chosen(5000, 0)));
        later(fault, () -> a.setDiskDelay(Duration.ZERO));
      }
      case DISK_RESTORED -> restore(a, fault.span());
      case CLOCK_JUMP -> a.jump(Duration.ofSeconds(fault.chosen(4000, 0) - 2000L));
      default -> throw new IllegalStateException("no fault: " + fault);
    }
  }

  private void note(Fault fault) {
    String machines = world.machine(fault.a()) + " " + world.machine(fault.b());
    String span = " for " + fault.span().toMillis() + " ms";
    world.trace().note("fault", fault.kind() + " " + machines + span);
  }

  private Machine other(Fault fault) {
    int size = world.machines().size();
    int shift = 1 + Math.floorMod(fault.b(), size - 1);
    return world.machine(fault.a() + shift);
  }

  private static long endNanos(Fault fault) {
    return fault.at().plus(fault.span()).toNanos();
  }

  private void later(Fault fault, Runnable what) {
    world
        .timeline()
        .after(
            fault.span(),
            () -> {
              if (!healed) {
                what.run();
              }
            });
  }

  private void after(Duration span, Runnable what) {
    world
        .timeline()
        .after(
            span,
            () -> {
              if (!healed) {
                what.run();
              }
            });
  }

  // ---- power ---------------------------------------------------------------------------------

  private void powerLoss(Machine machine, Duration span) {
    machine.powerOff("lost");
    after(span, machine::powerOn);
  }

  /** The whole room is dark; machines come back one after the other. */
  private void allPowerLoss(Fault fault) {
    int place = 0;
    for (Machine machine : world.machines()) {
      machine.powerOff("the room is dark");
      long extra = fault.chosen(20_000, place % 4) * (long) place;
      after(fault.span().plusMillis(extra), machine::powerOn);
      place++;
    }
  }

  /** All lose power, and come back while they cannot hear each other. */
  private void bootApart(Fault fault) {
    for (Machine one : world.machines()) {
      one.powerOff("the room is dark");
      after(Duration.ofMillis(500L + fault.chosen(4000, 0)), one::powerOn);
      for (Machine two : world.machines()) {
        if (one != two) {
          world.network().cut(one, two);
          after(fault.span(), () -> world.network().mend(one, two));
        }
      }
    }
  }

  private void restore(Machine machine, Duration span) {
    MemoryDisk old = backups.get(machine.index());
    if (old != null) {
      machine.powerOff("taken out for repair");
      machine.restore(old);
      backups.remove(machine.index());
      after(span, machine::powerOn);
    }
  }

  // ---- network -------------------------------------------------------------------------------

  private void cut(Fault fault, Machine a, Machine b) {
    switch (fault.kind()) {
      case CUT -> cutFor(a, b, fault.span(), true);
      case CUT_ONE_WAY -> cutFor(a, b, fault.span(), false);
      case ISOLATE -> world.machines().forEach(m -> cutFor(a, m, fault.span(), true));
      case ISOLATE_ONE_WAY -> {
        for (Machine machine : world.machines()) {
          boolean out = fault.chosen(2, 0) == 0;
          cutFor(out ? a : machine, out ? machine : a, fault.span(), false);
        }
      }
      default -> {
        // Flaps a few times, each shorter than detection or a little longer.
        Duration period = Duration.ofMillis(300L + fault.chosen(2500, 0));
        for (int i = 0; i < 5; i++) {
          after(period.multipliedBy(i), () -> cutFor(a, b, period.dividedBy(2), true));
        }
      }
    }
  }

  private void cutFor(Machine a, Machine b, Duration span, boolean both) {
    if (a == b) {
      return;
    }
    Network network = world.network();
    network.cut(a, b);
    after(span, () -> network.mend(a, b));
    if (both) {
      network.cut(b, a);
      after(span, () -> network.mend(b, a));
    }
  }

  private void network(Fault fault) {
    Network network = world.network();
    switch (fault.kind()) {
      case LOSS -> {
        network.setLoss(0.05 + fault.chosen(50, 0) / 100.0);
        later(fault, () -> network.setLoss(0));
      }
      case SLOW_NETWORK -> {
        network.setSlowness(Duration.ofMillis(20L + fault.chosen(700, 0)));
        later(fault, () -> network.setSlowness(Duration.ZERO));
      }
      default -> {
        network.setDuplication(0.3);
        later(fault, () -> network.setDuplication(0));
      }
    }
  }

  // ---- agents --------------------------------------------------------------------------------

  private String anyResource(Fault fault) {
    var duties = world.blueprint().duties();
    return duties.get(fault.chosen(duties.size(), 1)).id();
  }

  private void agents(Fault fault, Machine machine, Trouble.Kind kind) {
    boolean all = fault.chosen(3, 0) == 0;
    machine.trouble().set(kind, all ? "" : anyResource(fault), endNanos(fault));
  }

  private void dies(Fault fault) {
    String resource = anyResource(fault);
    for (Machine machine : world.machines()) {
      Instance instance = machine.truth().get(resource);
      if (instance != null && instance.isUp()) {
        machine.kill(resource);
        return;
      }
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  /** Mends everything: from now on nothing fails any more. */
  public void heal() {
    healed = true;
    world.trace().note("fault", "everything is mended");
    world.network().heal();
    for (Machine machine : world.machines()) {
      machine.unfreeze();
      machine.bmc().heal();
      machine.trouble().clear();
      machine.setDiskFull(false);
      machine.setDiskDelay(Duration.ZERO);
      machine.endByHand();
      machine.want();
      machine.powerOn();
    }
  }
}
