package ha.policy.scenario;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.model.snapshot.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A cluster in which every action succeeds: plans are carried out on its histories. */
public final class World {
  /** One node. */
  public static final class Machine {
    public Standing standing = Standing.MEMBER;
    public final SortedMap<String, String> attributes = new TreeMap<>();
    public final List<OperationRecord> history = new ArrayList<>();
    public final List<FailureCount> failures = new ArrayList<>();
    public boolean fenceWanted;
  }

  public final SortedMap<NodeName, Machine> machines = new TreeMap<>();
  public final SortedMap<String, TicketState> tickets = new TreeMap<>();
  public boolean quorate = true;
  private int calls;

  /** What the engine sees of it. */
  public Snapshot snapshot() {
    SortedMap<NodeName, NodeState> nodes = new TreeMap<>();
    machines.forEach((name, m) -> {
      if (m.standing != Standing.UNSEEN) {
        nodes.put(
            name,
            new NodeState(name, m.standing, m.attributes, m.history, m.failures, m.fenceWanted));
      }
    });
    return new Snapshot(quorate, nodes, tickets);
  }

  /** Adds a finished operation. */
  public void done(
      NodeName node, ResourceId id, AgentRef agent, String operation, Duration interval, int exit) {
    int expected =
        operation.equals("monitor") && interval.isZero() ? ExitCode.NOT_RUNNING : ExitCode.OK;
    if (operation.equals("monitor") && !interval.isZero() && exit == ExitCode.RUNNING_PROMOTED) {
      expected = exit;
    }
    record(node, id, agent, operation, interval, Status.DONE, exit, expected, null, null);
  }

  /** Adds any operation. */
  public void record(
      NodeName node,
      ResourceId id,
      AgentRef agent,
      String operation,
      Duration interval,
      Status status,
      int exit,
      int expected,
      @org.jspecify.annotations.Nullable NodeName source,
      @org.jspecify.annotations.Nullable NodeName target) {
    machine(node)
        .history
        .add(
            new OperationRecord(
                id,
                agent,
                operation,
                interval,
                status == Status.PENDING ? -1 : ++calls,
                status,
                exit,
                expected,
                "",
                Optional.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(calls)),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(source),
                Optional.ofNullable(target),
                "",
                ""));
  }

  public Machine machine(NodeName name) {
    return machines.computeIfAbsent(name, n -> new Machine());
  }

  /** Carries a plan out. */
  public void carryOut(Definitions definitions, Plan plan) {
    for (Integer index : inOrder(plan)) {
      carryOut(plan.actions().get(index));
    }
  }

  /**
   * The actions in an order that keeps all that the plan asks for.
   *
   * @throws IllegalStateException if they wait for each other in a circle
   */
  public static List<Integer> inOrder(Plan plan) {
    int size = plan.actions().size();
    int[] waiting = new int[size];
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      next.add(new ArrayList<>());
    }
    for (Plan.Ordering order : plan.orders()) {
      waiting[order.after()]++;
      next.get(order.before()).add(order.after());
    }
    List<Integer> done = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (waiting[i] == 0) {
        done.add(i);
      }
    }
    for (int i = 0; i < done.size(); i++) {
      for (int then : next.get(done.get(i))) {
        if (--waiting[then] == 0) {
          done.add(then);
        }
      }
    }
    if (done.size() != size) {
      StringBuilder circle = new StringBuilder("actions wait for each other in a circle:");
      for (int i = 0; i < size; i++) {
        if (waiting[i] > 0) {
          circle.append("\n  ").append(i).append(' ').append(plan.actions().get(i));
        }
      }
      throw new IllegalStateException(circle.toString());
    }
    return done;
  }

  private void carryOut(PlannedAction action) {
    switch (action) {
      case PlannedAction.Operation op -> operation(op);
      case PlannedAction.CancelRecurring c ->
          machine(c.node())
              .history
              .removeIf(o ->
                  o.resource().equals(c.resource())
                      && o.operation().equals(c.operation())
                      && o.interval().equals(c.interval()));
      case PlannedAction.Fence f -> {
        if (f.mode() != FenceMode.ON) {
          Machine m = machine(f.node());
          m.standing = Standing.FENCED;
          m.history.clear();
          m.failures.clear();
          m.attributes.clear();
          m.fenceWanted = false;
        }
      }
      case PlannedAction.ReleaseNode r -> {
        Machine m = machine(r.node());
        m.standing = Standing.LEFT;
        m.history.clear();
        m.attributes.clear();
      }
      case PlannedAction.ForgetHistory f ->
          machine(f.node()).history.removeIf(o -> o.resource().equals(f.resource()));
      case PlannedAction.ClearFailures c ->
          machine(c.node()).failures.removeIf(x -> x.resource().base().equals(c.resource().base()));
      case PlannedAction.Milestone m -> {}
    }
  }

  private void operation(PlannedAction.Operation op) {
    Machine m = machine(op.node());
    m.history.removeIf(o ->
        o.resource().equals(op.resource())
            && o.status() == Status.PENDING
            && o.operation().equals(op.operation()));
    if (op.operation().equals("stop")) {
      m.history.removeIf(o -> o.resource().equals(op.resource()));
    }
    record(
        op.node(),
        op.resource(),
        op.agent(),
        op.operation(),
        op.interval(),
        Status.DONE,
        op.expectedExitCode(),
        op.expectedExitCode(),
        op.migrationSource().orElse(null),
        op.migrationTarget().orElse(null));
  }
}
