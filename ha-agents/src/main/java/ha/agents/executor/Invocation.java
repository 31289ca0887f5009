package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Durations;
import ha.agents.ResourceAgent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls an agent on a thread of its own and comes back in time, whatever the agent does. */
final class Invocation {
  private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);

  /** For an agent that ends by its own deadline to say so. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** For an interrupted agent to kill its programs and return. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Invocation() {}

  /**
   * How a call ended.
   *
   * @param hanging the thread of an agent that did not even heed its interruption
   */
  record Ended(AgentResult result, Optional<Thread> hanging) {}

  /**
   * Calls the agent, if {@code gate} lets it: asked on the agent's own thread, with nothing between
   * its answer and the agent.
   *
   * @return empty if the gate was closed
   */
  static Optional<Ended> call(ResourceAgent agent, AgentCall call, BooleanSupplier gate)
      throws InterruptedException {
    AtomicReference<Optional<AgentResult>> answer = new AtomicReference<>(Optional.empty());
    // Not a virtual one: the kernel may hold it (a file system that waits for a lost node), and
    // with
    // it one of the few carriers that all virtual threads share.
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name(call.operation().wireName() + " " + call.resource())
            .start(() -> answer.set(perform(agent, call, gate)));
    if (worker.join(call.remaining().plus(GRACE))) {
      return answer.get().map(result -> new Ended(result, Optional.empty()));
    }
    String where = where(worker);
    worker.interrupt();
    boolean ended = worker.join(PATIENCE);
    String reason =
        "the agent did not answer within " + Durations.text(call.timeout()) + "; it was " + where;
    return Optional.of(
        new Ended(
            ended ? late(answer.get(), reason) : new TimedOut(reason + " and does not end"),
            ended ? Optional.empty() : Optional.of(worker)));
  }

  private static AgentResult late(Optional<AgentResult> answer, String reason) {
    return answer.filter(TimedOut.class::isInstance).orElseGet(() -> new TimedOut(reason));
  }

  private static Optional<AgentResult> perform(
      ResourceAgent agent, AgentCall call, BooleanSupplier gate) {
    try {
      if (Thread.interrupted()) {
        return Optional.of(new TimedOut("not begun by its deadline"));
      }
      return gate.getAsBoolean() ? Optional.of(agent.perform(call)) : Optional.empty();
    } catch (InterruptedException e) {
      return Optional.of(new TimedOut("interrupted at its deadline"));
    } catch (RuntimeException | Error e) {
      LOG.error("Bug in the agent of {}: {} failed", call.resource(), call, e);
      return Optional.of(new Unknown("bug in the agent: " + e));
    }
  }

  private static String where(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .filter(f -> f.getClassName().startsWith("ha.") || !f.getClassName().startsWith("java."))
        .findFirst()
        .map(f -> "in " + f.getClassName() + "." + f.getMethodName() + ":" + f.getLineNumber())
        .orElse("nowhere");
  }
}
