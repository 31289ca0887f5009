package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.Observer;
import ha.agents.ResourceAgent;
import ha.agents.Watch;
import ha.agents.executor.OperationResult.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has agents watch what is active, and takes what they notice. Works under its executor's lock. */
final class Watching {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  private final Object lock;
  private final ExecutorSettings settings;
  private final KnownResults known;
  private final Home home;

  Watching(Object lock, ExecutorSettings settings, KnownResults known, Home home) {
    this.lock = lock;
    this.settings = settings;
    this.known = known;
    this.home = home;
  }

  /** The executor, as far as it concerns watching. Called with the lock held. */
  interface Home {
    boolean isClosed();

    void tidy(Lane lane);

    /** Lets a recurring operation come again when it says. */
    void wake(Lane lane, Recurring recurring);
  }

  /** Has the agent watch what is active, from the first result that says so. */
  void begin(Lane lane, ResourceAgent agent, AgentCall call, AgentResult result) {
    boolean active = result instanceof Ok || result instanceof Promoted;
    boolean tells =
        switch (call.operation()) {
          case START, MONITOR, PROMOTE, DEMOTE, MIGRATE_FROM -> true;
          case STOP, FORCE_STOP, NOTIFY, MIGRATE_TO, RELOAD, VALIDATE -> false;
        };
    synchronized (lock) {
      if (!active || !tells || home.isClosed() || lane.watch.isPresent()) {
        return;
      }
    }
    Taken taken = new Taken(lane);
    try {
      Watch begun = agent.watch(call, taken);
      synchronized (lock) {
        lane.watch = taken.over ? Optional.empty() : Optional.of(begun);
      }
    } catch (RuntimeException e) {
      LOG.error("Bug: the agent of {} cannot watch it; monitors go on", lane.resource, e);
    }
  }

  /** Takes what one agent notices of one resource. */
  private final class Taken implements Observer {
    private final Lane lane;
    private boolean over;

    Taken(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void ended(AgentResult result) {
      synchronized (lock) {
        over = true;
      }
      noticed(lane, result);
    }

    @Override
    public void changed() {
      synchronized (lock) {
        if (!over && !home.isClosed()) {
          lane.closestMonitor().ifPresent(m -> lookSoon(lane, m));
        }
      }
    }
  }

  /** A run that waits for its turn is soon enough; one that has begun may have looked too early. */
  private void lookSoon(Lane lane, Recurring monitor) {
    boolean waits = lane.queue.stream().anyMatch(j -> isOf(j, monitor));
    boolean runs = lane.running.filter(r -> isOf(r.job(), monitor)).isPresent();
    if (!waits && monitor.hurry() && !runs) {
      monitor.wakeAnew();
      home.wake(lane, monitor);
    }
  }

  private static boolean isOf(Job job, Recurring recurring) {
    return job.recurring().filter(r -> r == recurring).isPresent();
  }

  /** An agent says that a resource has ended by itself. */
  private void noticed(Lane lane, AgentResult result) {
    Optional<Recurring> monitor;
    Instant at = settings.wall().instant();
    synchronized (lock) {
      lane.watch = Optional.empty();
      boolean ending = lane.running.filter(r -> r.job().ends()).isPresent();
      if (home.isClosed() || ending || result instanceof Ok || result instanceof Promoted) {
        home.tidy(lane);
        return;
      }
      monitor = lane.closestMonitor();
      monitor.ifPresent(m -> m.took(result, false));
      home.tidy(lane);
    }
    if (monitor.isEmpty()) {
      settings.unsolicited().accept(new Unsolicited(lane.resource, result, at));
      return;
    }
    Recurring told = monitor.get();
    Finished finished =
        new Finished(
            told.request, result, "", at, Duration.ZERO, Duration.ZERO, told.runs(), "", true);
    synchronized (lock) {
      known.finished(finished);
    }
    Handover.now(told.whenDone, finished);
  }
}
