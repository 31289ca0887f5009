package ha.simulation.oracle;

import ha.daemon.controller.Decider;
import ha.membership.agreement.AgreementView;
import ha.membership.ledger.CorruptLedgerException;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.Revision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.simulation.cluster.Blueprint.Duty;
import ha.simulation.cluster.Blueprint.Need;
import ha.simulation.cluster.Blueprint.Spread;
import ha.simulation.world.Daemon;
import ha.simulation.world.Instance;
import ha.simulation.world.Machine;
import ha.simulation.world.Outcome;
import ha.simulation.world.Witness;
import ha.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the rules as things happen; keeps the first violation. */
public final class Oracle implements Witness {
  private static final Duration ORDERS_UNDER_WAY = Duration.ofSeconds(3);
  private static final int DECISIONS_PER_CHECK = 16;
  private static final String PROMOTED = "!promoted";

  private final World world;
  private final Decider engine;
  private final List<Violation> violations = new ArrayList<>();
  private final Holders holders = new Holders();
  private final Records records = new Records();
  private final TreeMap<Term, String> leaders = new TreeMap<>();
  private final TreeMap<Term, SortedMap<NodeName, Incarnation>> members = new TreeMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final TreeSet<String> suspended = new TreeSet<>();
  private final TreeMap<Integer, Long> maintenanceSinceNanos = new TreeMap<>();
  private final Fences fences = new Fences();
  private boolean misled;
  private long decisions;

  /**
   * @param engine asked again now and then, whether it says the same
   */
  public Oracle(World world, Decider engine) {
    this.world = world;
    this.engine = engine;
  }

  /** The first rule that did not hold. */
  public Optional<Violation> violation() {
    return violations.stream().findFirst();
  }

  /** Adds a violation that somebody else found. */
  public void report(String rule, String text) {
    if (violations.isEmpty()) {
      world.trace().note("ORACLE", rule + ": " + text);
    }
    violations.add(new Violation(rule, text, world.timeline().now()));
  }

  /** Whether a person called a running machine off: nothing can be promised after that. */
  public boolean isMisled() {
    return misled;
  }

  /** How often a machine was fenced so far. */
  public int fencesOf(Machine machine) {
    return fences.count(machine);
  }

  private Optional<Duty> duty(String base) {
    return world.blueprint().duty(base);
  }

  private boolean isOnce(String base) {
    return duty(base).map(d -> d.spread() == Spread.ONCE).orElse(false);
  }

  /** Whether the record may have two futures: an older disk, or a machine falsely called off. */
  private boolean mayFork() {
    return misled || world.machines().stream().anyMatch(Machine::isDiskTampered);
  }

  // ---- S1: exclusive -------------------------------------------------------------------------

  @Override
  public void activityChanged(String resource) {
    List<Machine> active = new ArrayList<>();
    List<Machine> promoted = new ArrayList<>();
    boolean byHand = false;
    for (Machine machine : world.machines()) {
      Instance instance = machine.truth().get(resource);
      if (instance != null && machine.isPowered()) {
        if (instance.isActive()) {
          active.add(machine);
        }
        if (instance.isPromoted()) {
          promoted.add(machine);
        }
        byHand |= instance.isByHand();
      }
    }
    if (byHand) {
      suspended.add(resource);
    } else if (active.size() <= 1) {
      suspended.remove(resource);
    }
    if (misled || suspended.contains(resource)) {
      return;
    }
    if (active.size() > 1 && isOnce(resource)) {
      report("S1", resource + " is active on " + active);
    }
    if (promoted.size() > 1) {
      report("S1", resource + " is promoted on " + promoted);
    }
  }

  // ---- operations: S2, S3, S5, S7, S11 -------------------------------------------------------

  @Override
  public void operationBegins(
      Daemon daemon, Term term, PlannedAction.Operation action, boolean retreat) {
    String base = action.resource().base();
    boolean begins =
        switch (action.operation()) {
          case "start", "promote", "migrate_from" -> true;
          default -> false;
        };
    if (action.operation().equals("migrate_to")) {
      holders.add(base, world.machine(action.migrationTarget().orElseThrow()));
    }
    if (!begins) {
      return;
    }
    if (retreat) {
      report(
          "S3", action.operation() + " of " + base + " on " + daemon.machine() + " as a retreat");
    }
    ofItsTerm(daemon, term, action);
    takenOver(daemon.machine(), action, base);
    // What arrives by a migration runs already; the looking was due before it was sent.
    if (!action.operation().equals("migrate_from")) {
      probed(daemon, term, base);
    }
    needed(daemon.machine(), action, base);
    String what = action.operation().equals("promote") ? base + PROMOTED : base;
    holders.add(what, daemon.machine());
  }

  private void ofItsTerm(Daemon daemon, Term term, PlannedAction.Operation action) {
    if (mayFork()) {
      return;
    }
    Term newest = leaders.isEmpty() ? Term.NONE : leaders.lastKey();
    if (newest.newerThan(term)) {
      report(
          "S5",
          action.operation()
              + " of "
              + action.resource()
              + " on "
              + daemon.machine()
              + " was ordered in term "
              + term
              + ", but term "
              + newest
              + " is open");
    }
    if (!daemon.core().term().equals(term)) {
      report(
          "S5",
          action.operation()
              + " of "
              + action.resource()
              + " on "
              + daemon.machine()
              + " was ordered in term "
              + term
              + ", but the node is in "
              + daemon.core().term());
    }
  }

  private void takenOver(Machine machine, PlannedAction.Operation action, String base) {
    boolean promotes = action.operation().equals("promote");
    boolean exclusive = promotes || (isOnce(base) && action.operation().equals("start"));
    String what = promotes ? base + PROMOTED : base;
    if (exclusive && !misled && !suspended.contains(base) && holders.isElsewhere(what, machine)) {
      report(
          "S2",
          action.operation()
              + " of "
              + base
              + " on "
              + machine
              + " although "
              + holders.of(what).stream().map(world::machine).toList()
              + " may hold it and was not read off, left or looked at");
    }
  }

  private void probed(Daemon daemon, Term term, String base) {
    SortedMap<NodeName, Incarnation> all = members.get(term);
    if (all == null) {
      report(
          "S3",
          "start of "
              + base
              + " on "
              + daemon.machine()
              + " in term "
              + term
              + ", which nobody opened");
      return;
    }
    all.forEach((node, life) -> {
      boolean looksAt = !world.blueprint().definitions().witnesses().contains(node);
      if (looksAt && !known.contains(knowledge(node, life, base))) {
        report(
            "S3",
            "start of "
                + base
                + " on "
                + daemon.machine()
                + " in term "
                + term
                + " before "
                + node
                + " (life "
                + life
                + ") was looked at");
      }
    });
  }

  private static String knowledge(NodeName node, Incarnation life, String base) {
    return node + " " + life + " " + base;
  }

  private void needed(Machine machine, PlannedAction.Operation action, String base) {
    if (!action.operation().equals("start") || misled) {
      return;
    }
    for (Need need : world.blueprint().rules()) {
      if (need.then().equals(base) && !isMet(need, machine)) {
        report("S7", base + " starts on " + machine + " without " + need.first());
      }
    }
  }

  private boolean isMet(Need need, Machine machine) {
    return world.machines().stream()
        .filter(m -> m.isPowered() && (!need.sameNode() || m == machine))
        .map(m -> m.truth().get(need.first()))
        .anyMatch(i -> i != null && (isUp(i, need) || diedUnseen(i)));
  }

  private static boolean isUp(Instance instance, Need need) {
    return need.promoted() ? instance.isUpPromoted() : instance.isUp();
  }

  /** Whether it ended by itself, and whoever looked cannot have told everybody yet. */
  private boolean diedUnseen(Instance instance) {
    long since = world.timeline().nowNanos() - ORDERS_UNDER_WAY.toNanos();
    return instance.isDeadUnseen(since);
  }

  @Override
  public void ordered(Daemon daemon, PlannedAction.Operation action, boolean retreat) {
    Long since = maintenanceSinceNanos.get(daemon.machine().index());
    boolean looks = action.operation().equals("monitor");
    if (since != null
        && !looks
        && !retreat
        && world.timeline().nowNanos() - since > ORDERS_UNDER_WAY.toNanos()
        && inMaintenance()) {
      report(
          "S11",
          action.operation()
              + " of "
              + action.resource()
              + " on "
              + daemon.machine()
              + " during maintenance of the cluster");
    }
  }

  /** By the newest record that anybody has. */
  private boolean inMaintenance() {
    return world.machines().stream()
        .flatMap(m -> m.daemon().stream())
        .map(d -> d.core().controller().record())
        .max(Comparator.comparing(ClusterRecord::position))
        .map(r -> r.override("maintenance").isPresent())
        .orElse(false);
  }

  @Override
  public void operationEnded(Machine machine, PlannedAction.Operation action, Outcome outcome) {
    String base = action.resource().base();
    Instance instance = machine.instance(base);
    boolean stopped = action.operation().equals("stop") && outcome.isOk();
    boolean absent = outcome.is(ExitCode.NOT_RUNNING);
    if ((stopped || absent) && !instance.isActive()) {
      holders.remove(base, machine);
      holders.remove(base + PROMOTED, machine);
    }
    boolean demoted = action.operation().equals("demote") && outcome.isOk();
    boolean looked = action.operation().equals("monitor") && outcome.isOk();
    if ((demoted || looked) && !instance.isPromoted()) {
      holders.remove(base + PROMOTED, machine);
    }
    if (action.operation().equals("migrate_to")) {
      Machine target = world.machine(action.migrationTarget().orElseThrow());
      if (target.instance(base).isUp() && !instance.isActive()) {
        holders.remove(base, machine);
      } else if (!target.instance(base).isActive()) {
        holders.remove(base, target);
      }
    }
    machine.instance(base).looked(world.timeline().nowNanos());
    if (outcome.status() == Status.DONE || outcome.status() == Status.UNKNOWN) {
      machine.daemon().ifPresent(d -> known.add(knowledge(machine.name(), d.life(), base)));
    }
  }

  // ---- lives, terms, records: S4, S5 ---------------------------------------------------------

  @Override
  public void born(Daemon daemon) {
    maintenanceSinceNanos.remove(daemon.machine().index());
  }

  @Override
  public void stepped(Daemon daemon) {
    ClusterRecord record = daemon.core().controller().record();
    if (!records.isNews(daemon, record)) {
      return;
    }
    if (!mayFork()) {
      records.compare(daemon, record).ifPresent(text -> report("S4", text));
    }
    if (record.override("maintenance").isEmpty()) {
      maintenanceSinceNanos.remove(daemon.machine().index());
    } else {
      maintenanceSinceNanos.putIfAbsent(daemon.machine().index(), world.timeline().nowNanos());
    }
  }

  @Override
  public void termBegan(Daemon daemon) {
    AgreementView view = daemon.core().agreement().view();
    fences.tookPart(daemon.life());
    boolean leads = view.mayAct() && view.leader().equals(Optional.of(daemon.machine().name()));
    if (!leads) {
      return;
    }
    Term term = daemon.core().term();
    String who = daemon.machine() + " (life " + daemon.life() + ")";
    String before = leaders.putIfAbsent(term, who);
    if (before != null && !before.equals(who) && !mayFork()) {
      report("S5", before + " and " + who + " both lead term " + term);
    }
    world.counters().count("terms");
    members.put(term, view.members());
    if (!mayFork()) {
      records
          .lacks(daemon.core().controller().record())
          .ifPresent(text -> report("S4", who + " leads term " + term + " " + text));
    }
  }

  @Override
  public void acknowledged(Revision revision) {
    records.acknowledged(revision);
  }

  @Override
  public void left(Daemon daemon, boolean recorded) {
    if (recorded) {
      TreeSet<String> kept = new TreeSet<>();
      daemon
          .machine()
          .truth()
          .forEach((resource, instance) -> {
            if (instance.isActive() && !instance.isByHand()) {
              world.counters().count("left something running");
              kept.add(resource);
              kept.add(resource + PROMOTED);
            }
          });
      holders.removeAllBut(kept, daemon.machine());
    }
  }

  // ---- fencing: S8 ---------------------------------------------------------------------------

  @Override
  public void fenceOrdered(Daemon daemon, NodeName node, Incarnation incarnation, String reason) {
    boolean itself = daemon.machine().name().equals(node);
    ClusterRecord record = daemon.core().controller().record();
    if (daemon.life().equals(record.members().get(daemon.machine().name()))) {
      fences.tookPart(daemon.life());
    }
    fences.ordered(daemon, node).ifPresent(text -> report("S8", text));
    world.counters().count(itself ? "fence orders of oneself" : "fence orders of others");
  }

  @Override
  public void fenced(Machine machine, Machine by, long orderedNanos) {
    boolean pair = world.machines().size() == 2;
    fences
        .fenced(machine, by, orderedNanos, world.timeline().nowNanos())
        .filter(text -> pair)
        .ifPresent(text -> report("S8", text));
  }

  @Override
  public void readOff(Machine machine) {
    holders.removeAll(machine);
  }

  @Override
  public void vouched(Machine machine) {
    if (machine.isPowered()) {
      misled = true;
    } else {
      holders.removeAll(machine);
    }
  }

  // ---- decisions: S10 ------------------------------------------------------------------------

  @Override
  public void decided(Definitions definitions, Snapshot snapshot, Instant at, Plan plan) {
    if (world.trace().isKept()) {
      world
          .trace()
          .detail(
              "engine",
              plan.actions().size()
                  + " actions: "
                  + plan.decisions().stream()
                      .map(d -> d.resource() + " " + d.kind() + d.to().map(n -> " " + n).orElse(""))
                      .toList());
    }
    decisions++;
    if (decisions % DECISIONS_PER_CHECK == 0) {
      Plan again = engine.decide(definitions, snapshot, at);
      if (!again.equals(plan)) {
        report("S10", "the same facts gave another plan");
      }
    }
  }

  // ---- S9, and bugs --------------------------------------------------------------------------

  @Override
  public void unreadable(Machine machine, CorruptLedgerException problem) {
    report("S9", machine + ": " + problem.getMessage());
  }

  @Override
  public void threw(Daemon daemon, Object event, RuntimeException problem) {
    StringBuilder where = new StringBuilder();
    for (StackTraceElement frame : problem.getStackTrace()) {
      if (where.length() < 400) {
        where.append("\n    at ").append(frame);
      }
    }
    report(
        "BUG",
        daemon.machine()
            + " threw "
            + problem
            + " on "
            + Map.of("event", event.getClass().getSimpleName())
            + where);
  }
}
