package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stop goes through before it counts as failed, because what follows is that the node is
 * fenced and everything on it dies: the stop, a stop by force, a look whether it is down after all.
 */
final class StopLadder {
  private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);

  private final ResourceAgent agent;
  private final AgentCall call;
  private final BooleanSupplier permitted;

  /**
   * @param permitted whether this node may still act; asked before each further rung
   */
  StopLadder(ResourceAgent agent, AgentCall call, BooleanSupplier permitted) {
    this.agent = agent;
    this.call = call;
    this.permitted = permitted;
  }

  /**
   * How it ended after all.
   *
   * @param remark what it took beyond an ordinary stop; empty: nothing
   */
  record Down(Invocation.Ended ended, String remark) {}

  /** Goes on from an ordinary stop that has ended. */
  Down climb(Invocation.Ended stop, boolean force) throws InterruptedException {
    if (isOver(stop)) {
      return new Down(stop, "");
    }
    String failed = "stop " + words(stop.result());
    Invocation.Ended last = stop;
    if (force) {
      LOG.warn("{} of {}; stopping it by force", failed, call.resource());
      Optional<Invocation.Ended> forced = ask(Operation.FORCE_STOP);
      if (forced.isPresent() && isDown(forced.get().result())) {
        return new Down(forced.get(), failed + "; the stop by force succeeded");
      }
      last = forced.map(f -> also(failed, f)).orElse(stop);
    }
    if (last.hanging().isEmpty() && agent.provesStopped()) {
      Optional<Invocation.Ended> look = ask(Operation.MONITOR);
      if (look.isPresent() && look.get().result() instanceof NotRunning) {
        return new Down(
            new Invocation.Ended(AgentResult.OK, Optional.empty()),
            failed + "; but nothing of it is left");
      }
    }
    return new Down(last, "");
  }

  /** An agent that hangs allows nothing beside it. */
  private static boolean isOver(Invocation.Ended stop) {
    return isDown(stop.result()) || stop.hanging().isPresent();
  }

  private static boolean isDown(AgentResult result) {
    return result instanceof Ok || result instanceof NotRunning;
  }

  private Optional<Invocation.Ended> ask(Operation operation) throws InterruptedException {
    return Invocation.call(agent, call.asking(operation).from(call.clock().now()), permitted);
  }

  private static Invocation.Ended also(String failed, Invocation.Ended forced) {
    String reason = forced.result().reason() + " (by force, after the " + failed + ")";
    AgentResult result =
        switch (forced.result()) {
          case AgentResult.Failed f -> new AgentResult.Failed(f.kind(), f.code(), reason);
          case AgentResult.TimedOut ignored -> new AgentResult.TimedOut(reason);
          case AgentResult.Unknown ignored -> new AgentResult.Unknown(reason);
          case Ok ok -> ok;
          case AgentResult.Promoted promoted -> promoted;
          case NotRunning notRunning -> notRunning;
        };
    return new Invocation.Ended(result, forced.hanging());
  }

  /** In the middle of a sentence. */
  private static String words(AgentResult result) {
    String why = result.reason().isEmpty() ? "" : " (" + result.reason() + ")";
    return switch (result) {
      case AgentResult.TimedOut ignored -> "timed out" + why;
      case AgentResult.Unknown ignored -> "came to an unknown end" + why;
      case AgentResult.Failed failed -> "failed with exit code " + failed.code() + why;
      case Ok ignored -> "succeeded";
      case AgentResult.Promoted ignored -> "left it promoted";
      case NotRunning ignored -> "found it stopped";
    };
  }
}
