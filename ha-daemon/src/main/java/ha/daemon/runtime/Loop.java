package ha.daemon.runtime;

import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.MonoTime;
import ha.model.Term;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the core: takes an event, steps, hands the effects to the edges. Ticks
 * twice a heartbeat whatever else there is to do.
 */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger("had");

  /** Events of other nodes that may wait; what comes beyond is dropped, and said again by them. */
  private static final int FLOOD = 20_000;

  /** Events that are taken before a tick: many more than gather in a pause that others outlast. */
  private static final int GATHERED = 1_000;

  private final Consumer<CoreEffect> edges;
  private final LongSupplier nanos;
  private final InstantSource wall;
  private final Watchdog watchdog;
  private final BlockingQueue<CoreEvent> queue = new LinkedBlockingQueue<>();
  private final Map<Long, CompletableFuture<ApiReply>> calls = new ConcurrentHashMap<>();
  private final Pace pace = new Pace();
  private final AtomicLong callNumbers = new AtomicLong();
  private volatile Duration tick;
  private volatile long leaseUntilNanos;
  private volatile Term term = Term.NONE;
  private volatile boolean mayAct;
  private volatile boolean stopped;

  /**
   * @param tick how often the core hears that time passes
   * @param nanos monotonic clock
   */
  Loop(
      Duration tick,
      LongSupplier nanos,
      InstantSource wall,
      Watchdog watchdog,
      Consumer<CoreEffect> edges) {
    this.tick = tick;
    this.nanos = nanos;
    this.wall = wall;
    this.watchdog = watchdog;
    this.edges = edges;
    this.leaseUntilNanos = nanos.getAsLong();
  }

  /** From any thread. Words of other nodes may be lost, and are when they come in floods. */
  void post(CoreEvent event) {
    boolean repeated =
        switch (event) {
          case CoreEvent.PeerSaid ignored -> true;
          case CoreEvent.ControllerSaid ignored -> true;
          case CoreEvent.LinksSeen ignored -> true;
          case CoreEvent ignored -> false;
        };
    if (!repeated || queue.size() < FLOOD) {
      queue.add(event);
    }
  }

  /** From any thread: how often the core hears that time passes, from now on. */
  void tickEvery(Duration interval) {
    tick = interval;
  }

  /** From any thread: whether this node holds its lease for {@code wanted} at this very moment. */
  boolean permits(Term wanted) {
    return mayAct && wanted.equals(term) && nanos.getAsLong() - leaseUntilNanos < 0;
  }

  /** From any thread: asks the API of this node. */
  CompletableFuture<ApiReply> call(ApiCall call) {
    long number = callNumbers.incrementAndGet();
    CompletableFuture<ApiReply> answer = new CompletableFuture<>();
    calls.put(number, answer);
    var _ = answer.whenComplete((reply, failure) -> calls.remove(number));
    post(new CoreEvent.Called(number, call));
    return answer;
  }

  void answer(CoreEffect.Answer answer) {
    CompletableFuture<ApiReply> waiting = calls.remove(answer.number());
    if (waiting != null) {
      waiting.complete(answer.reply());
    }
  }

  void stop() {
    stopped = true;
    post(new CoreEvent.Tick());
  }

  /** From any thread: the newest term that this node took part in. */
  Term term() {
    return term;
  }

  /** Runs until {@link #stop}; the calling thread is the core's. */
  void run(NodeCore core) throws InterruptedException {
    long nextTick = nanos.getAsLong();
    while (!stopped) {
      long wait = nextTick - nanos.getAsLong();
      CoreEvent event = wait > 0 ? queue.poll(wait, TimeUnit.NANOSECONDS) : null;
      if (event != null) {
        step(core, event);
      }
      if (nanos.getAsLong() - nextTick >= 0) {
        pace.ticked(nextTick, nanos.getAsLong(), tick).ifPresent(LOG::warn);
        nextTick = nanos.getAsLong() + tick.toNanos();
        drain(core);
        step(core, new CoreEvent.Tick());
        watchdog.loopIsAlive(core, new MonoTime(nanos.getAsLong()));
      }
    }
  }

  /**
   * Takes what has gathered before time is judged: after a pause of this daemon its words lie in
   * the queue, and whoever spoke meanwhile was not silent. What is said while that takes long, too;
   * but time has its turn in a flood.
   */
  private void drain(NodeCore core) {
    for (int i = 0; i < GATHERED && !stopped; i++) {
      CoreEvent event = queue.poll();
      if (event == null) {
        return;
      }
      step(core, event);
    }
  }

  private void step(NodeCore core, CoreEvent event) {
    MonoTime now = new MonoTime(nanos.getAsLong());
    var effects = core.step(event, now, wall.instant());
    leaseUntilNanos = core.leaseUntil().nanos();
    mayAct = core.mayAct(now);
    term = core.term();
    effects.forEach(edges);
    pace.stepped(event, now.nanos(), nanos.getAsLong());
  }
}
