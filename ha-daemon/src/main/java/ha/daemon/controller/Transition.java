package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A plan on its way: which actions wait, run, are done or will never run. */
final class Transition {
  /** How far an action is. */
  enum Progress {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }

  private final Plan plan;
  private final Progress[] progress;
  private final int[] openPredecessors;
  private final List<List<Integer>> successors = new ArrayList<>();

  Transition(Plan plan) {
    this.plan = plan;
    int size = plan.actions().size();
    progress = new Progress[size];
    openPredecessors = new int[size];
    for (int i = 0; i < size; i++) {
      progress[i] = Progress.WAITING;
      successors.add(new ArrayList<>());
    }
    for (Plan.Ordering ordering : plan.orders()) {
      openPredecessors[ordering.after()]++;
      successors.get(ordering.before()).add(ordering.after());
    }
  }

  Plan plan() {
    return plan;
  }

  PlannedAction action(int index) {
    return plan.actions().get(index);
  }

  Progress progress(int index) {
    return progress[index];
  }

  /** Actions that wait for nothing any more, in the plan's order. */
  List<Integer> ready() {
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < progress.length; i++) {
      if (progress[i] == Progress.WAITING && openPredecessors[i] == 0) {
        ready.add(i);
      }
    }
    return ready;
  }

  /** Whether a node is still to be asked what runs there. */
  boolean awaitsProbeOn(NodeName node) {
    for (int i = 0; i < progress.length; i++) {
      boolean probe =
          action(i) instanceof PlannedAction.Operation o
              && o.node().equals(node)
              && o.operation().equals("monitor")
              && o.interval().isZero();
      if (probe && progress[i] != Progress.DONE && progress[i] != Progress.FAILED) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is to be taken down before, on the same node, for this action's resource. */
  boolean followsTakingDown(int index) {
    return action(index) instanceof PlannedAction.Operation later && takesDownBefore(index, later);
  }

  private boolean takesDownBefore(int index, PlannedAction.Operation later) {
    for (int i = 0; i < progress.length; i++) {
      boolean down =
          plan.actions().get(i) instanceof PlannedAction.Operation o
              && o.resource().equals(later.resource())
              && o.node().equals(later.node())
              && (o.operation().equals("stop") || o.operation().equals("demote"));
      if (down && i != index && successors.get(i).contains(index)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an operation that comes after this action has ended, well or not. */
  boolean hasEndedAfter(int index) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>(successors.get(index));
    while (!open.isEmpty()) {
      int next = open.remove();
      boolean ended = progress[next] == Progress.DONE || progress[next] == Progress.FAILED;
      if (ended && action(next) instanceof PlannedAction.Operation) {
        return true;
      }
      if (!seen.get(next)) {
        seen.set(next);
        open.addAll(successors.get(next));
      }
    }
    return false;
  }

  void running(int index) {
    progress[index] = Progress.RUNNING;
  }

  void done(int index) {
    if (progress[index] != Progress.DONE) {
      progress[index] = Progress.DONE;
      successors.get(index).forEach(next -> openPredecessors[next]--);
    }
  }

  /** What depends on it never runs in this transition. */
  void failed(int index) {
    progress[index] = Progress.FAILED;
  }

  /** Nothing runs and nothing can begin. */
  boolean isOver() {
    for (Progress each : progress) {
      if (each == Progress.RUNNING) {
        return false;
      }
    }
    return ready().isEmpty();
  }

  boolean isComplete() {
    for (Progress each : progress) {
      if (each != Progress.DONE) {
        return false;
      }
    }
    return true;
  }
}
