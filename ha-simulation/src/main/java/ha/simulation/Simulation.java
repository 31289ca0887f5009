package ha.simulation;

import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.Decider;
import ha.daemon.controller.Now;
import ha.model.plan.Plan;
import ha.model.plan.Problem;
import ha.policy.Scheduler;
import ha.simulation.cluster.Blueprint;
import ha.simulation.cluster.Blueprint.Duty;
import ha.simulation.cluster.Blueprint.Spread;
import ha.simulation.cluster.BlueprintWriter;
import ha.simulation.fault.Fault;
import ha.simulation.fault.FaultPlanner;
import ha.simulation.fault.Injector;
import ha.simulation.fault.Operators;
import ha.simulation.oracle.Oracle;
import ha.simulation.time.Dice;
import ha.simulation.world.Daemon;
import ha.simulation.world.Instance;
import ha.simulation.world.Machine;
import ha.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run: a cluster comes up, is tormented, is left in peace, and has to be well again. */
final class Simulation {
  private static final Decider ENGINE = Scheduler::decide;

  /** Within this the cluster must be well once everything is mended; see docs. */
  static final Duration LIVENESS = Duration.ofMinutes(4);

  private static final Duration TIDY = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(500);

  private final long seed;
  private final World world;
  private final Oracle oracle;
  private final Operators operators;
  private final Injector injector;
  private final List<Fault> faults;
  private final Duration chaosEnd;
  private final Dice dice;
  private @Nullable Duration recovery;

  /**
   * What to simulate.
   *
   * @param nodes 0: by chance
   * @param witness two nodes, and a third daemon that only votes; {@code nodes} does not count
   * @param schedule instead of the seed's own
   */
  record Order(
      long seed,
      int nodes,
      boolean witness,
      Variant variant,
      boolean traced,
      Optional<List<Fault>> schedule) {}

  Simulation(Order order) {
    this.seed = order.seed();
    Dice all = new Dice(order.seed());
    Blueprint blueprint =
        order.witness()
            ? BlueprintWriter.withWitness(all.split())
            : BlueprintWriter.write(all.split(), order.nodes());
    Dice faultDice = all.split();
    World.Setup setup =
        new World.Setup(
            blueprint,
            ENGINE,
            order.variant().weaknesses(),
            order.variant().unsafe(),
            order.traced());
    Oracle[] made = new Oracle[1];
    this.world =
        new World(
            setup,
            all.split(),
            w -> {
              made[0] = new Oracle(w, ENGINE);
              return made[0];
            });
    this.oracle = made[0];
    this.operators = new Operators(world, all.split(), oracle::acknowledged, oracle::vouched);
    this.injector = new Injector(world, operators);
    this.dice = all.split();
    boolean early = faultDice.chance(0.15);
    Duration begin = early ? Duration.ZERO : Duration.ofSeconds(35);
    this.chaosEnd = begin.plus(faultDice.millis(20_000, 150_000));
    this.faults =
        order
            .schedule()
            .orElseGet(() -> FaultPlanner.plan(faultDice, world.settings(), begin, chaosEnd));
  }

  Run run() {
    for (Machine machine : world.machines()) {
      world.timeline().after(dice.millis(0, 3000), machine::powerOn);
    }
    injector.schedule(faults);
    advance(chaosEnd);
    if (oracle.violation().isEmpty()) {
      recover();
    }
    return new Run(
        seed,
        world.machines().size(),
        oracle.violation(),
        world.trace().hash(),
        world.timeline().sequence(),
        world.timeline().now(),
        recovery == null ? Duration.ZERO : recovery,
        world.counters(),
        faults,
        world.trace().lines());
  }

  private void advance(Duration until) {
    long untilNanos = until.toNanos();
    boolean more = true;
    while (more && oracle.violation().isEmpty()) {
      more = world.timeline().advance(untilNanos);
    }
  }

  // ---- after the chaos -----------------------------------------------------------------------

  private void recover() {
    injector.heal();
    Duration healed = world.timeline().now();
    Duration end = healed.plus(LIVENESS);
    Duration nextTidy = healed.plusSeconds(5);
    int well = 0;
    while (oracle.violation().isEmpty() && world.timeline().now().compareTo(end) < 0) {
      Duration now = world.timeline().now();
      if (now.compareTo(nextTidy) >= 0) {
        operators.tidyUp(dice.pick(world.machines()));
        nextTidy = now.plus(TIDY);
      }
      advance(now.plus(GLANCE));
      well = whyNotWell().isEmpty() ? well + 1 : 0;
      if (well == 4) {
        recovery = world.timeline().now().minus(healed);
        break;
      }
    }
    if (oracle.violation().isPresent() || (recovery == null && oracle.isMisled())) {
      return;
    }
    if (recovery == null) {
      oracle.report(
          "LIVENESS",
          "not well "
              + LIVENESS.toSeconds()
              + " s after all was mended: "
              + whyNotWell().orElse("not for long"));
      return;
    }
    quiet();
  }

  /** All is well: nothing more is to be decided or fenced, and a write succeeds. */
  private void quiet() {
    int fencesBefore = fences();
    long operations = world.counters().of("operations");
    advance(world.timeline().now().plusSeconds(2));
    if (oracle.violation().isEmpty()) {
      leader().ifPresent(this::askAgain);
    }
    long acknowledged = world.counters().of("orders 200");
    operators.apply(dice.pick(world.machines()));
    advance(world.timeline().now().plusSeconds(5));
    if (oracle.violation().isEmpty() && world.counters().of("orders 200") == acknowledged) {
      oracle.report("LIVENESS", "a change of the definitions is not acknowledged");
    }
    advance(world.timeline().now().plusSeconds(25));
    if (oracle.violation().isEmpty() && fences() != fencesBefore) {
      oracle.report("S8", "a node of a healthy cluster is fenced");
    }
    Optional<String> ill = whyNotWell();
    if (oracle.violation().isEmpty() && ill.isPresent()) {
      oracle.report(
          "LIVENESS",
          "was well, and is not any more: "
              + ill.get()
              + " ("
              + (world.counters().of("operations") - operations)
              + " operations)");
    }
  }

  /** What is settled stays so when the same question is asked again. */
  private void askAgain(Daemon leader) {
    if (view(leader).orElseThrow().settled()) {
      leader.wake();
      Plan plan = view(leader).map(LeaderView::plan).orElse(Plan.EMPTY);
      if (!plan.actions().isEmpty()) {
        oracle.report("S10", "settled, yet the plan is " + PlanWords.of(plan));
      }
    }
  }

  private int fences() {
    return world.machines().stream().mapToInt(oracle::fencesOf).sum();
  }

  private Optional<Daemon> leader() {
    return world.machines().stream()
        .flatMap(m -> m.daemon().stream())
        .filter(d -> view(d).isPresent())
        .filter(d -> !d.isPaused() && d.core().mayAct(d.machine().mono()))
        .findFirst();
  }

  private static Optional<LeaderView> view(Daemon daemon) {
    return daemon
        .core()
        .controller()
        .leaderView(new Now(daemon.machine().mono(), daemon.machine().wall(), true));
  }

  /** What keeps the cluster from being as it should be. */
  private Optional<String> whyNotWell() {
    Optional<Daemon> leader = leader();
    if (leader.isEmpty()) {
      return Optional.of("nobody leads: " + waits());
    }
    LeaderView view = view(leader.get()).orElseThrow();
    if (view.members().size() != world.machines().size()) {
      return Optional.of("only " + view.members().keySet() + " are members");
    }
    for (Duty duty : world.blueprint().duties()) {
      Optional<String> wrong = wrong(duty);
      if (wrong.isPresent()) {
        return Optional.of(
            wrong.get()
                + (view.settled() ? ", but the leader calls it settled" : "")
                + "; plan: "
                + PlanWords.of(view.plan())
                + "; problems: "
                + view.plan().problems().stream().map(Problem::text).toList());
      }
    }
    if (!view.settled()) {
      return Optional.of("not settled: " + PlanWords.of(view.plan()));
    }
    return Operators.moves(leader.get().core().controller().record())
        .map(move -> "an order stands: " + move)
        .findFirst();
  }

  private String waits() {
    StringBuilder text = new StringBuilder();
    for (Machine machine : world.machines()) {
      text.append(machine)
          .append(": ")
          .append(
              machine
                  .daemon()
                  .map(d -> d.core().agreement().view().waitsFor())
                  .orElse(machine.isPowered() ? "no daemon" : "no power"))
          .append("; ");
    }
    return text.toString();
  }

  /** Machines that may run something. */
  private long hosts() {
    return (long) world.machines().size() - world.blueprint().definitions().witnesses().size();
  }

  private Optional<String> wrong(Duty duty) {
    long up = 0;
    long promoted = 0;
    for (Machine machine : world.machines()) {
      Instance instance = machine.truth().get(duty.id());
      up += instance != null && instance.isUp() ? 1 : 0;
      promoted += instance != null && instance.isUpPromoted() ? 1 : 0;
    }
    long wanted = duty.spread() == Spread.ONCE ? 1 : hosts();
    if (up != wanted) {
      return Optional.of(duty.id() + " runs " + up + " times, not " + wanted);
    }
    return duty.spread() == Spread.ONE_PROMOTED && promoted != 1
        ? Optional.of(duty.id() + " is promoted " + promoted + " times")
        : Optional.empty();
  }
}
