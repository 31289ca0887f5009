package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.TimedOut;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.command.Pressure;
import ha.agents.executor.OperationResult.Cause;
import ha.agents.executor.OperationResult.Excused;
import ha.agents.executor.OperationResult.Finished;
import ha.agents.executor.OperationResult.Refused;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operations that are ordered on this node. Thread-safe.
 *
 * <p>One resource's operations run one after the other, in the order of their orders; different
 * resources' run at once, up to a limit, and changes go before looks. A recurring operation repeats
 * by itself and yields to every order. Results are handed over on threads of the executor, for one
 * resource in their order, before its next operation begins.
 */
public final class Executor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

  private final ExecutorSettings settings;
  private final Map<ResourceId, Lane> lanes = new TreeMap<>();
  private final KnownResults known = new KnownResults();
  private final Watching watching;
  private volatile Term newestTerm = Term.NONE;
  private int running;
  private int looking;
  private long jobs;
  private boolean closed;

  public Executor(ExecutorSettings settings) {
    this.settings = settings;
    this.watching = new Watching(this, settings, known, new Home());
  }

  /**
   * Runs an operation when its turn comes.
   *
   * <p>An order already finished is answered with its result; one still under way is not run again
   * and {@code whenDone} not called: the first caller is told. For a recurring operation {@code
   * whenDone} is called with the first result, each change and each failure.
   */
  public void run(OperationRequest request, Consumer<OperationResult> whenDone) {
    synchronized (this) {
      if (closed) {
        Handover.later(whenDone, new Refused(request, Cause.CLOSED, "the executor is closed"));
        return;
      }
      if (known.seen(request.operationId())) {
        known.of(request.operationId()).ifPresent(result -> Handover.later(whenDone, result));
        return;
      }
      known.ordered(request.operationId());
      Lane lane = lanes.computeIfAbsent(request.resource(), Lane::new);
      Optional<Recurring> recurring =
          request.recurring() ? Optional.of(new Recurring(request, whenDone)) : Optional.empty();
      if (recurring.isPresent()) {
        lane.recurring(request.operation(), request.interval()).ifPresent(lane::cancel);
        lane.recurring.add(recurring.get());
      }
      enqueue(lane, new Job(request, whenDone, jobs++, now(), recurring, false));
    }
  }

  /** From now on, orders of an older term are refused. */
  public synchronized void termBegan(Term term) {
    if (term.newerThan(newestTerm)) {
      newestTerm = term;
    }
  }

  /** Ends a recurring operation; a run under way ends unreported. Whether there was one. */
  public synchronized boolean cancelRecurring(
      ResourceId resource, String operation, Duration interval) {
    Lane lane = lanes.get(resource);
    Optional<Recurring> found =
        lane == null ? Optional.empty() : lane.recurring(operation, interval);
    if (lane == null || found.isEmpty()) {
      return false;
    }
    lane.cancel(found.get());
    for (Job job : List.copyOf(lane.queue)) {
      if (job.recurring().equals(found)) {
        drop(lane, job, "the recurring operation was cancelled");
      }
    }
    tidy(lane);
    return true;
  }

  /**
   * Drops every order whose agent has not begun, and reports it as refused. Recurring operations
   * that have run before go on: they only look.
   *
   * @return how many were dropped
   */
  public synchronized int cancelQueued(String reason) {
    int dropped = 0;
    for (Lane lane : List.copyOf(lanes.values())) {
      for (Job job : List.copyOf(lane.queue)) {
        if (!job.repeat()) {
          job.recurring().ifPresent(lane::cancel);
          drop(lane, job, reason);
          dropped++;
        }
      }
      tidy(lane);
    }
    return dropped;
  }

  /** Orders and repeats that are waiting or running now, by resource. */
  public synchronized List<InFlight> inFlight() {
    List<InFlight> found = new ArrayList<>();
    MonoTime now = now();
    for (Lane lane : lanes.values()) {
      lane.running.ifPresent(r ->
          found.add(
              new InFlight(
                  r.job().request(),
                  r.began().since(r.job().ordered()),
                  Optional.of(now.since(r.began())),
                  r.job().repeat())));
      for (Job job : lane.queue) {
        found.add(
            new InFlight(job.request(), now.since(job.ordered()), Optional.empty(), job.repeat()));
      }
    }
    return List.copyOf(found);
  }

  /** The recurring operations, by resource. */
  public synchronized List<OperationRequest> recurring() {
    return lanes.values().stream().flatMap(l -> l.recurring.stream()).map(r -> r.request).toList();
  }

  /** The newest results, oldest first, repeats included; what programs wrote is shortened. */
  public synchronized List<Finished> history() {
    return known.history();
  }

  /**
   * Takes no more orders, drops those that wait, ends all recurring operations. What runs is left
   * to end; resources go on.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      for (Lane lane : lanes.values()) {
        List.copyOf(lane.recurring).forEach(lane::cancel);
        lane.closeWatch();
      }
      cancelQueued("the executor was closed");
    }
    settings.schedule().close();
  }

  private MonoTime now() {
    return settings.clock().now();
  }

  private void drop(Lane lane, Job job, String reason) {
    lane.queue.remove(job);
    known.forget(job.request().operationId());
    Handover.later(job.whenDone(), new Refused(job.request(), Cause.CANCELLED, reason));
  }

  private void enqueue(Lane lane, Job job) {
    lane.queue.add(job);
    if (lane.hanging.isPresent()) {
      waitNoLonger(lane, job);
    }
    dispatch();
  }

  /** An agent hangs before this order: it must not run beside it, nor wait for ever. */
  private void waitNoLonger(Lane lane, Job job) {
    if (job.repeat()) {
      return;
    }
    settings
        .schedule()
        .after("give up " + job.number(), job.request().timeout(), () -> giveUp(lane, job));
  }

  private void giveUp(Lane lane, Job job) {
    Finished result;
    synchronized (this) {
      if (lane.hanging.isEmpty() || !lane.queue.remove(job)) {
        return;
      }
      result =
          Finished.notBegun(
              job.request(),
              "the agent still hangs in an earlier '" + lane.hanging.get() + "'",
              settings.wall().instant(),
              now().since(job.ordered()));
      known.finished(result);
      job.recurring().filter(r -> !r.cancelled()).ifPresent(r -> wake(lane, r));
    }
    Handover.now(job.whenDone(), result);
  }

  /** Begins what can begin. */
  private void dispatch() {
    Optional<Job> next = next();
    while (next.isPresent()) {
      Job job = next.get();
      Lane lane = lanes.computeIfAbsent(job.request().resource(), Lane::new);
      lane.queue.remove(job);
      lane.running = Optional.of(new Lane.Running(job, now()));
      running++;
      looking += job.looks() ? 1 : 0;
      Thread.ofVirtual()
          .name("operation " + job.request().operationId())
          .start(() -> execute(lane, job));
      next = next();
    }
  }

  private Optional<Job> next() {
    return Turns.next(lanes.values(), running, looking, settings.limit());
  }

  private void execute(Lane lane, Job job) {
    try {
      Optional<ResourceAgent> agent = settings.agents().find(job.request().agent());
      Optional<Operation> operation = Operation.named(job.request().operation());
      if (agent.isEmpty() || operation.isEmpty()) {
        String reason =
            agent.isEmpty()
                ? "this node has no agent '" + job.request().agent() + "'"
                : "there is no operation '" + job.request().operation() + "'";
        Kind kind = agent.isEmpty() ? Kind.NOT_INSTALLED : Kind.UNIMPLEMENTED;
        report(lane, job, new Failed(kind, reason), "", "", settings.wall().instant(), now());
        release(lane, job, Optional.empty());
        return;
      }
      call(lane, job, agent.get(), operation.get());
    } catch (InterruptedException e) {
      // Nobody interrupts these threads; the virtual machine is ending.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Bug: {} could not be run", job.request(), e);
      AgentResult result = new AgentResult.Unknown("bug in the executor: " + e);
      report(lane, job, result, "", "", settings.wall().instant(), now());
      release(lane, job, Optional.empty());
    }
  }

  private void call(Lane lane, Job job, ResourceAgent agent, Operation operation)
      throws InterruptedException {
    OutputKeeper output = new OutputKeeper(settings.agents().settings().commands());
    AtomicReference<Optional<Refused>> refused = new AtomicReference<>(Optional.empty());
    MonoTime began = now();
    Instant wall = settings.wall().instant();
    Pressure before = Pressure.now();
    AgentCall call = job.call(operation, began, output, settings, newestTerm);
    Optional<Invocation.Ended> ended =
        Invocation.call(agent, call, () -> admitted(lane, job, refused));
    if (ended.isEmpty()) {
      synchronized (this) {
        known.forget(job.request().operationId());
        job.recurring().ifPresent(lane::cancel);
      }
      refused.get().ifPresent(r -> Handover.now(job.whenDone(), r));
      release(lane, job, Optional.empty());
      return;
    }
    StopLadder.Down down = new StopLadder.Down(ended.get(), "");
    if (operation == Operation.STOP) {
      down =
          new StopLadder(agent, call, () -> refusal(job.request()).isEmpty())
              .climb(ended.get(), job.request().force());
    }
    AgentResult result = down.ended().result();
    watching.begin(lane, agent, call, result);
    AgentResult explained = Pressed.explain(result, before, now().since(began));
    report(lane, job, explained, down.remark(), output.text(), wall, began);
    release(lane, job, down.ended().hanging());
  }

  /** The last gate before the agent. A repeat only looks and needs no leave. */
  private boolean admitted(Lane lane, Job job, AtomicReference<Optional<Refused>> refused) {
    refused.set(job.repeat() ? Optional.empty() : refusal(job.request()));
    if (refused.get().isPresent()) {
      return false;
    }
    synchronized (this) {
      if (job.ends()) {
        // Those that have not run yet were ordered for the time after this operation.
        lane.recurring.stream().filter(r -> r.runs() > 0).toList().forEach(lane::cancel);
        lane.closeWatch();
      }
    }
    return true;
  }

  private Optional<Refused> refusal(OperationRequest request) {
    Term newest = newestTerm;
    if (newest.newerThan(request.term())) {
      return Optional.of(
          new Refused(
              request, Cause.OLD_TERM, "term " + request.term() + " ended, it is now " + newest));
    }
    return request.permitted().getAsBoolean()
        ? Optional.empty()
        : Optional.of(
            new Refused(request, Cause.NOT_PERMITTED, "this node may not act at the moment"));
  }

  private void report(
      Lane lane,
      Job job,
      AgentResult result,
      String remark,
      String output,
      Instant wall,
      MonoTime began) {
    Finished finished;
    Optional<Excused> excused;
    boolean worth;
    synchronized (this) {
      boolean cancelled = job.recurring().filter(Recurring::cancelled).isPresent();
      excused = excused(job, result, wall);
      boolean news =
          excused.isEmpty() && job.recurring().map(r -> r.took(result, true)).orElse(true);
      worth = cancelled ? !job.repeat() : news;
      finished =
          new Finished(
              job.request(),
              result,
              output,
              wall,
              now().since(began),
              began.since(job.ordered()),
              job.recurring().map(Recurring::runs).orElse(1L),
              remark,
              false);
      known.finished(finished);
    }
    LOG.debug("{} in lane {}: {}", job.request(), lane.resource, result);
    if (excused.isPresent()) {
      Handover.now(job.whenDone(), excused.get());
    } else if (worth) {
      Handover.now(job.whenDone(), finished);
    }
  }

  private static Optional<Excused> excused(Job job, AgentResult result, Instant began) {
    return job.recurring()
        .filter(r -> r.excuses(result) && !r.cancelled())
        .flatMap(r ->
            result instanceof TimedOut timedOut
                ? Optional.of(new Excused(job.request(), timedOut, began, r.timeouts()))
                : Optional.empty());
  }

  private void release(Lane lane, Job job, Optional<Thread> hanging) {
    synchronized (this) {
      lane.running = Optional.empty();
      running--;
      looking -= job.looks() ? 1 : 0;
      job.recurring().filter(r -> !r.cancelled() && !closed).ifPresent(r -> wake(lane, r));
      if (hanging.isPresent()) {
        lane.hanging = Optional.of(job.request().operation());
        List.copyOf(lane.queue).forEach(j -> waitNoLonger(lane, j));
        Thread stuck = hanging.get();
        LOG.error(
            "The agent of {} hangs in {}; nothing runs beside it", lane.resource, job.request());
        Thread.startVirtualThread(() -> awaitEnd(lane, stuck));
      }
      tidy(lane);
      dispatch();
    }
  }

  private void awaitEnd(Lane lane, Thread stuck) {
    try {
      stuck.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      lane.hanging = Optional.empty();
      tidy(lane);
      dispatch();
    }
  }

  private void wake(Lane lane, Recurring recurring) {
    String name =
        lane.resource
            + " "
            + recurring.request.operation()
            + " "
            + recurring.request.interval().toMillis();
    try {
      recurring.wakeBy(
          settings.schedule().after(name, recurring.delay(), () -> repeat(lane, recurring)));
    } catch (RuntimeException e) {
      LOG.error("Bug: {} cannot be scheduled and does not recur", recurring.request, e);
    }
  }

  private synchronized void repeat(Lane lane, Recurring recurring) {
    if (!recurring.cancelled() && !closed) {
      OperationRequest request = recurring.request;
      recurring.comesNow();
      enqueue(
          lane, new Job(request, recurring.whenDone, jobs++, now(), Optional.of(recurring), true));
    }
  }

  /** Tells whoever watches something that a node is off for certain. */
  public synchronized void nodeIsOff(NodeName node) {
    lanes.values().forEach(lane -> lane.watch.ifPresent(watch -> watch.nodeIsOff(node)));
  }

  /** What watching needs of its executor. Called with the lock held. */
  private final class Home implements Watching.Home {
    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void tidy(Lane lane) {
      Executor.this.tidy(lane);
    }

    @Override
    public void wake(Lane lane, Recurring recurring) {
      Executor.this.wake(lane, recurring);
    }
  }

  private void tidy(Lane lane) {
    if (lane.unused()) {
      lanes.remove(lane.resource, lane);
    }
  }
}
