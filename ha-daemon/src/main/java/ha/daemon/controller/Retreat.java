package ha.daemon.controller;

import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node without a leader does: stops what it runs, in order, when the policy says so or when
 * it is asked to leave. Stopping is always safe; nothing else is ever done here. While there is a
 * leader this is for the leader to do: two that give orders for one resource cross each other.
 */
final class Retreat {
  /**
   * Detection times for an agreement, or for fencing the peer, before resources pay for the lost
   * quorum: 10 s by default.
   */
  private static final int GRACE = 10;

  /** Between looks that found nothing that can be stopped. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private Optional<MonoTime> since = Optional.empty();
  private MonoTime nextLook = new MonoTime(0);
  private boolean left;

  void begin(MonoTime now) {
    since = Optional.of(now);
  }

  void end() {
    since = Optional.empty();
  }

  /** The leader has let this node go: nothing runs here, and goodbye is being said. */
  void released() {
    left = true;
  }

  void consider(LocalNode local, View view, NodeName self, Decider decider, Now now, Step step) {
    boolean wanted = local.isLeaving() || (isOverdue(view, now.mono()) && stopsWithoutQuorum(view));
    if (!wanted || left) {
      return;
    }
    if (local.active().isEmpty() && local.isIdle()) {
      if (local.isLeaving()) {
        left = true;
        step.say("nothing runs here and there is no quorum to say goodbye to: leaving");
        step.add(new ControllerEffect.Leave());
      }
      return;
    }
    if (view.isDefined() && local.isIdle() && !now.mono().before(nextLook)) {
      stop(local, view, self, decider, now, step);
    }
  }

  private boolean isOverdue(View view, MonoTime now) {
    if (since.isEmpty() || !view.isDefined()) {
      return false;
    }
    Duration grace = view.definitions().cluster().detection().multipliedBy(GRACE);
    return now.since(since.get()).compareTo(grace) >= 0;
  }

  private static boolean stopsWithoutQuorum(View view) {
    if (!view.isDefined() || view.definitions().nodes().size() <= 2) {
      return false;
    }
    return view.definitions()
        .clusterOption(OptionNames.Cluster.NO_QUORUM_POLICY)
        .map("stop"::equals)
        .orElse(true);
  }

  private void stop(
      LocalNode local, View view, NodeName self, Decider decider, Now now, Step step) {
    Plan plan =
        NamesOnNodes.in(decider.decide(stopEverything(view), alone(local, self), now.wall()));
    List<PlannedAction.Operation> stops = firstStops(plan, self);
    if (stops.isEmpty()) {
      nextLook = now.mono().plus(PAUSE);
    }
    stops.forEach(action -> {
      step.say("without quorum: " + action.operation() + " " + action.resource());
      local.retreat(action, now, step.effects());
    });
  }

  /** Stops and demotions that wait for nothing else; the rest follows when these are done. */
  private static List<PlannedAction.Operation> firstStops(Plan plan, NodeName self) {
    Transition transition = new Transition(plan);
    List<PlannedAction.Operation> found = new ArrayList<>();
    boolean progressed = true;
    while (progressed) {
      progressed = false;
      for (int index : transition.ready()) {
        switch (transition.action(index)) {
          case PlannedAction.Operation o -> {
            transition.running(index);
            if (o.node().equals(self)
                && (o.operation().equals("stop") || o.operation().equals("demote"))) {
              found.add(o);
            }
          }
          case PlannedAction ignored -> {
            transition.done(index);
            progressed = true;
          }
        }
      }
    }
    return found;
  }

  private static Definitions stopEverything(View view) {
    Definitions d = view.definitions();
    List<AttributeSet> options = new ArrayList<>(d.clusterOptions());
    options.addFirst(
        AttributeSet.always(
            "retreat",
            new TreeMap<>(
                Map.of(
                    OptionNames.Cluster.STOP_ALL_RESOURCES, "true",
                    OptionNames.Cluster.FENCING, "false"))));
    return new Definitions(
        d.cluster(),
        options,
        d.nodes(),
        d.resources(),
        d.constraints(),
        d.fenceDevices(),
        d.fencingTopology(),
        d.resourceDefaults(),
        d.operationDefaults(),
        d.tags());
  }

  private static Snapshot alone(LocalNode local, NodeName self) {
    NodeState state =
        new NodeState(self, Standing.MEMBER, new TreeMap<>(), local.evidence(), List.of(), false);
    return new Snapshot(true, new TreeMap<>(Map.of(self, state)), new TreeMap<>());
  }
}
