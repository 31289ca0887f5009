package ha.simulation.world;

import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.simulation.time.Dice;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Agents at work on one machine. They outlive the daemon that started them, but not the power. */
final class Rig {
  private final World world;
  private final Machine machine;
  private final Dice dice;
  private final Trouble trouble = new Trouble();
  private final Set<Run> running = new LinkedHashSet<>();

  private final class Run {
    final PlannedAction.Operation action;
    final long power = machine.powerNumber();
    final long targetPower;

    Run(PlannedAction.Operation action) {
      this.action = action;
      this.targetPower =
          action.migrationTarget().map(t -> world.machine(t).powerNumber()).orElse(0L);
    }

    boolean isOver() {
      return !running.contains(this) || power != machine.powerNumber();
    }
  }

  Rig(World world, Machine machine, Dice dice) {
    this.world = world;
    this.machine = machine;
    this.dice = dice;
  }

  Trouble trouble() {
    return trouble;
  }

  /** Runs one agent; {@code whenDone} hears what it reports. */
  void run(PlannedAction.Operation action, Consumer<Outcome> whenDone) {
    Run run = new Run(action);
    running.add(run);
    begin(action);
    Duration span = duration(action);
    boolean hangs = hangs(action);
    world.timeline().after(hangs ? action.timeout() : span, () -> end(run, hangs, whenDone));
  }

  private void end(Run run, boolean hangs, Consumer<Outcome> whenDone) {
    if (run.isOver()) {
      running.remove(run);
      return;
    }
    long now = world.timeline().nowNanos();
    if (machine.frozenUntilNanos() > now) {
      Duration more = Duration.ofNanos(machine.frozenUntilNanos() - now).plus(dice.millis(1, 50));
      world.timeline().after(more, () -> end(run, hangs, whenDone));
      return;
    }
    running.remove(run);
    Outcome outcome = hangs ? broken(run) : finish(run);
    world.witness().operationEnded(machine, run.action, outcome);
    world.witness().activityChanged(run.action.resource().base());
    whenDone.accept(reported(run.action, outcome));
  }

  /** What the daemon hears, where its edges are broken on purpose. */
  private Outcome reported(PlannedAction.Operation action, Outcome outcome) {
    boolean stop = action.operation().equals("stop");
    if (stop && !outcome.isOk() && world.has(Weakness.STOP_FAILURE_IS_OK)) {
      return Outcome.OK;
    }
    if (outcome.equals(Outcome.TIMED_OUT) && world.has(Weakness.TIMEOUT_IS_CANCELLED)) {
      return Outcome.REFUSED;
    }
    boolean look = action.operation().equals("monitor");
    boolean unknown = outcome.equals(Outcome.UNKNOWN) || outcome.equals(Outcome.TIMED_OUT);
    if (look && unknown && world.has(Weakness.UNKNOWN_IS_NOT_RUNNING)) {
      return Outcome.done(ExitCode.NOT_RUNNING);
    }
    return outcome;
  }

  /** A daemon that starts ends what its predecessor left running; nobody hears of the outcome. */
  void endStrays() {
    for (Run run : List.copyOf(running)) {
      running.remove(run);
      if (run.power == machine.powerNumber()) {
        machine.note("ends a stray " + run.action.operation() + " of " + run.action.resource());
        broken(run);
        world.witness().activityChanged(run.action.resource().base());
      }
    }
  }

  private Duration duration(PlannedAction.Operation action) {
    int slow = has(Trouble.Kind.SLOW, action) ? 8 : 1;
    return switch (action.operation()) {
      case "monitor" -> dice.millis(5, 60L * slow);
      case "start", "stop" -> dice.millis(20, (dice.chance(0.1) ? 3000L : 400L) * slow);
      case "migrate_to" -> dice.millis(300, 700L * slow);
      default -> dice.millis(10, 200L * slow);
    };
  }

  private boolean has(Trouble.Kind kind, PlannedAction.Operation action) {
    return trouble.has(kind, action.resource().base(), world.timeline().nowNanos());
  }

  private boolean hangs(PlannedAction.Operation action) {
    return switch (action.operation()) {
      case "start", "promote" -> has(Trouble.Kind.START_HANGS, action);
      case "stop", "demote" -> has(Trouble.Kind.STOP_HANGS, action);
      case "monitor" -> has(Trouble.Kind.LOOK_HANGS, action);
      default -> false;
    };
  }

  private void begin(PlannedAction.Operation action) {
    Instance instance = machine.instance(action.resource());
    switch (action.operation()) {
      case "start" -> instance.begin();
      case "promote" -> instance.beginPromotion();
      default -> {}
    }
    world.witness().activityChanged(action.resource().base());
  }

  /** Killed at its deadline, or with its daemon's successor: half of its work may be done. */
  private Outcome broken(Run run) {
    PlannedAction.Operation action = run.action;
    Instance instance = machine.instance(action.resource());
    boolean done = dice.chance(0.5);
    switch (action.operation()) {
      case "start" -> instance.endBegun(done);
      case "promote" -> instance.endPromotion(done);
      case "stop" -> {
        if (dice.chance(0.2)) {
          instance.down();
        }
      }
      case "demote" -> {
        if (done) {
          instance.demote();
        }
      }
      case "migrate_to" -> {
        if (dice.chance(0.3)) {
          handOver(run);
        }
      }
      default -> {}
    }
    return Outcome.TIMED_OUT;
  }

  private Outcome finish(Run run) {
    PlannedAction.Operation action = run.action;
    Instance instance = machine.instance(action.resource());
    return switch (action.operation()) {
      case "start" -> start(action, instance);
      case "stop" -> {
        if (has(Trouble.Kind.STOP_FAILS, action) && instance.isActive()) {
          yield Outcome.FAILED;
        }
        instance.down();
        yield Outcome.OK;
      }
      case "monitor" -> look(action, instance);
      case "promote" -> {
        boolean fails = has(Trouble.Kind.START_FAILS, action);
        instance.endPromotion(!fails);
        yield instance.isUp() ? (fails ? Outcome.FAILED : Outcome.OK) : notRunning();
      }
      case "demote" -> {
        instance.demote();
        yield instance.isUp() ? Outcome.OK : notRunning();
      }
      case "migrate_to" -> migrate(run, instance);
      case "migrate_from" -> instance.isUp() ? Outcome.OK : Outcome.FAILED;
      default -> Outcome.OK;
    };
  }

  private static Outcome notRunning() {
    return Outcome.done(ExitCode.NOT_RUNNING);
  }

  private Outcome start(PlannedAction.Operation action, Instance instance) {
    if (has(Trouble.Kind.START_HALF_DONE, action)) {
      instance.endBegun(dice.chance(0.6));
      return Outcome.FAILED;
    }
    boolean fails = has(Trouble.Kind.START_FAILS, action);
    instance.endBegun(!fails);
    return fails ? Outcome.FAILED : Outcome.OK;
  }

  private Outcome look(PlannedAction.Operation action, Instance instance) {
    if (has(Trouble.Kind.LOOK_UNKNOWN, action)) {
      return Outcome.UNKNOWN;
    }
    if (!instance.isActive()) {
      return notRunning();
    }
    return instance.isUpPromoted() ? Outcome.done(ExitCode.RUNNING_PROMOTED) : Outcome.OK;
  }

  private Outcome migrate(Run run, Instance instance) {
    boolean fails = has(Trouble.Kind.MIGRATION_FAILS, run.action);
    if (!instance.isUp() || (fails && dice.chance(0.7)) || !handOver(run)) {
      return Outcome.FAILED;
    }
    return fails ? Outcome.FAILED : Outcome.OK;
  }

  /** The moment of a live migration at which the source stops for good and the target goes on. */
  private boolean handOver(Run run) {
    PlannedAction.Operation action = run.action;
    Machine target = world.machine(action.migrationTarget().orElseThrow());
    Instance here = machine.instance(action.resource());
    boolean possible =
        here.isUp()
            && target.isPowered()
            && target.powerNumber() == run.targetPower
            && world.network().isOpen(machine, target)
            && world.network().isOpen(target, machine);
    if (possible) {
      here.down();
      target.instance(action.resource()).up();
      machine.note(action.resource() + " goes on at " + target);
    }
    return possible;
  }

  /** Something ends by itself. */
  void dies(String resource) {
    Instance instance = machine.instance(resource);
    if (instance.isUp()) {
      instance.dies();
      machine.note(resource + " dies");
      world.witness().activityChanged(resource);
    }
  }
}
