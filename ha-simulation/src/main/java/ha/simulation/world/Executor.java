package ha.simulation.world;

import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.simulation.time.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One daemon's executor: a resource's operations one after the other, recurring ones again. */
final class Executor {
  private final World world;
  private final Daemon daemon;
  private final Dice dice;
  private final Map<ResourceId, Lane> lanes = new TreeMap<>();
  private final Set<String> known = new HashSet<>();
  private Term newest = Term.NONE;

  private static final class Lane {
    final Deque<Job> queue = new ArrayDeque<>();
    final List<Recurring> recurring = new ArrayList<>();
    boolean busy;
  }

  private static final class Recurring {
    final CoreEffect.RunAgent order;
    @Nullable Outcome last;
    boolean answered;
    boolean cancelled;
    int runs;

    Recurring(CoreEffect.RunAgent order) {
      this.order = order;
    }

    boolean is(String operation, Duration interval) {
      return order.action().operation().equals(operation)
          && order.action().interval().equals(interval);
    }
  }

  private record Job(CoreEffect.RunAgent order, @Nullable Recurring recurring, boolean repeat) {}

  Executor(World world, Daemon daemon, Dice dice) {
    this.world = world;
    this.daemon = daemon;
    this.dice = dice;
  }

  void termBegan(Term term) {
    newest = term.newerThan(newest) ? term : newest;
  }

  void run(CoreEffect.RunAgent order) {
    if (!known.add(order.operationId())) {
      return;
    }
    PlannedAction.Operation action = order.action();
    world.witness().ordered(daemon, action, order.retreat());
    Lane lane = lanes.computeIfAbsent(action.resource(), r -> new Lane());
    Recurring recurring = null;
    if (!action.interval().isZero()) {
      cancel(lane, action.operation(), action.interval());
      recurring = new Recurring(order);
      lane.recurring.add(recurring);
    }
    enqueue(lane, new Job(order, recurring, false));
    if (action.operation().equals("start") || action.operation().equals("promote")) {
      daemon.machine().toldToStart(daemon);
    }
  }

  private void enqueue(Lane lane, Job job) {
    lane.queue.add(job);
    daemon.later(dice.millis(0, 8), () -> dispatch(lane));
  }

  private static void cancel(Lane lane, String operation, Duration interval) {
    lane.recurring.removeIf(r -> {
      boolean same = r.is(operation, interval);
      r.cancelled |= same;
      return same;
    });
  }

  void cancelRecurring(CoreEffect.CancelRecurring order) {
    Lane lane = lanes.get(order.resource());
    if (lane != null) {
      cancel(lane, order.operation(), order.interval());
      for (Job job : List.copyOf(lane.queue)) {
        if (job.recurring() != null && job.recurring().cancelled) {
          drop(lane, job);
        }
      }
    }
  }

  void cancelQueued() {
    if (world.has(Weakness.QUEUE_SURVIVES)) {
      return;
    }
    for (Lane lane : lanes.values()) {
      for (Job job : List.copyOf(lane.queue)) {
        if (!job.repeat()) {
          if (job.recurring() != null) {
            job.recurring().cancelled = true;
            lane.recurring.remove(job.recurring());
          }
          drop(lane, job);
        }
      }
    }
  }

  private void drop(Lane lane, Job job) {
    lane.queue.remove(job);
    if (!job.repeat()) {
      tell(job.order(), Outcome.REFUSED, Optional.of(job.order().operationId()), Optional.empty());
    }
  }

  private void dispatch(Lane lane) {
    if (lane.busy || lane.queue.isEmpty()) {
      return;
    }
    Job job = lane.queue.remove();
    PlannedAction.Operation action = job.order().action();
    if (!job.repeat() && isRefused(job.order())) {
      world.counters().count("operations refused");
      if (job.recurring() != null) {
        job.recurring().cancelled = true;
        lane.recurring.remove(job.recurring());
      }
      tell(job.order(), Outcome.REFUSED, Optional.of(job.order().operationId()), Optional.empty());
      dispatch(lane);
      return;
    }
    if (action.operation().equals("stop") || action.operation().equals("migrate_to")) {
      lane.recurring.removeIf(r -> {
        r.cancelled |= r.runs > 0;
        return r.runs > 0;
      });
    }
    lane.busy = true;
    if (!job.repeat()) {
      world.counters().count("operations");
      note(action, "begins" + (job.order().retreat() ? " (retreat)" : ""));
      world.witness().operationBegins(daemon, job.order().term(), action, job.order().retreat());
    }
    Instant began = daemon.machine().wall();
    daemon
        .machine()
        .rig()
        .run(action, outcome -> daemon.post(() -> ended(lane, job, outcome, began)));
  }

  private void note(PlannedAction.Operation action, String what) {
    if (action.interval().isZero()) {
      daemon.machine().note(action.operation() + " " + action.resource() + " " + what);
    }
  }

  private boolean isRefused(CoreEffect.RunAgent order) {
    boolean old = newest.newerThan(order.term()) && !world.has(Weakness.EXECUTOR_IGNORES_TERM);
    boolean asked =
        !world.has(Weakness.EXECUTOR_ASKS_NOBODY) && !world.has(Weakness.QUEUE_SURVIVES);
    boolean permitted = order.retreat() || !asked || daemon.permits(order.term());
    return old || !permitted;
  }

  private void ended(Lane lane, Job job, Outcome outcome, Instant began) {
    lane.busy = false;
    PlannedAction.Operation action = job.order().action();
    Recurring recurring = job.recurring();
    scores(action, outcome);
    if (recurring == null) {
      note(action, "ends: " + outcome.status() + " " + outcome.exitCode());
      tell(job.order(), outcome, Optional.of(job.order().operationId()), Optional.of(began));
    } else {
      recurred(lane, job, recurring, outcome, began);
    }
    daemon.later(dice.millis(0, 4), () -> dispatch(lane));
  }

  private void recurred(Lane lane, Job job, Recurring recurring, Outcome outcome, Instant began) {
    boolean failure = !outcome.isOk() && !outcome.is(ExitCode.RUNNING_PROMOTED);
    boolean news = failure || !outcome.equals(recurring.last);
    boolean worth = recurring.cancelled ? !job.repeat() : news;
    recurring.last = outcome;
    recurring.runs++;
    if (worth) {
      Optional<String> id =
          recurring.answered ? Optional.empty() : Optional.of(job.order().operationId());
      recurring.answered = true;
      tell(job.order(), outcome, id, Optional.of(began));
    }
    if (!recurring.cancelled) {
      daemon.later(
          job.order().action().interval(),
          () -> {
            if (!recurring.cancelled) {
              enqueue(lane, new Job(job.order(), recurring, true));
            }
          });
    }
  }

  /** A promotable's agent says how suitable its node is. */
  private void scores(PlannedAction.Operation action, Outcome outcome) {
    if (!action.agent().toString().contains("stateful")) {
      return;
    }
    String attribute = "promotion-" + action.resource().base();
    Optional<String> score =
        switch (action.operation()) {
          case "start", "demote" -> Optional.of("5");
          case "promote" -> Optional.of("10");
          case "monitor" -> Optional.of(outcome.is(ExitCode.RUNNING_PROMOTED) ? "10" : "5");
          default -> Optional.empty();
        };
    boolean up = outcome.isOk() || outcome.is(ExitCode.RUNNING_PROMOTED);
    boolean says = up && (score.isPresent() || action.operation().equals("stop"));
    if (says) {
      daemon.later(Duration.ZERO, () -> daemon.step(new CoreEvent.AttributeSet(attribute, score)));
    }
  }

  private void tell(
      CoreEffect.RunAgent order, Outcome outcome, Optional<String> id, Optional<Instant> began) {
    PlannedAction.Operation a = order.action();
    OperationRecord record =
        new OperationRecord(
            a.resource(),
            a.agent(),
            a.operation(),
            a.interval(),
            0,
            outcome.status(),
            outcome.exitCode(),
            a.expectedExitCode(),
            "",
            began,
            began,
            began
                .map(b -> Duration.between(b, daemon.machine().wall()))
                .filter(d -> !d.isNegative()),
            a.migrationSource(),
            a.migrationTarget(),
            a.parametersDigest(),
            a.restartDigest());
    daemon.later(Duration.ZERO, () -> daemon.step(new CoreEvent.OperationEnded(id, record)));
  }
}
