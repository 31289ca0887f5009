package ha.agents;

import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.command.Pause;

/**
 * Start and stop of what can be looked at: does nothing if it is so already, else acts, and then
 * looks until it is so. What a program said of its own success counts for nothing.
 */
public final class Settling {
  private Settling() {}

  /** Something that an agent does for a call. */
  @FunctionalInterface
  public interface Step {
    AgentResult take(AgentCall call) throws InterruptedException;
  }

  /** Starts with {@code act}, until {@code look} sees it active. */
  public static AgentResult start(AgentCall call, Step look, Step act) throws InterruptedException {
    AgentResult before = look.take(call);
    switch (before) {
      case Ok ok -> {
        return AgentResult.OK;
      }
      case Promoted promoted -> {
        return AgentResult.failed("it runs already, and is promoted");
      }
      case TimedOut timedOut -> {
        return timedOut;
      }
      case Unknown unknown -> {
        return unknown;
      }
      case NotRunning n -> {}
      case Failed failed -> {}
    }
    AgentResult acted = act.take(call);
    if (!(acted instanceof Ok)) {
      return acted;
    }
    AgentResult last = look.take(call);
    Pause pause = new Pause();
    while (!(last instanceof Ok)) {
      if (!call.remaining().isPositive()) {
        return late(call, "active", last);
      }
      pause.rest(call.remaining());
      last = look.take(call);
    }
    return AgentResult.OK;
  }

  /** Stops with {@code act}, until {@code look} sees it inactive. */
  public static AgentResult stop(AgentCall call, Step look, Step act) throws InterruptedException {
    if (look.take(call) instanceof NotRunning) {
      return AgentResult.OK;
    }
    AgentResult acted = act.take(call);
    AgentResult last = look.take(call);
    Pause pause = new Pause();
    while (!(last instanceof NotRunning)) {
      if (!(acted instanceof Ok)) {
        return acted;
      }
      if (!call.remaining().isPositive()) {
        return late(call, "stopped", last);
      }
      pause.rest(call.remaining());
      last = look.take(call);
    }
    return AgentResult.OK;
  }

  private static AgentResult late(AgentCall call, String wanted, AgentResult last) {
    String seen = last.reason().isEmpty() ? "" : "; last seen: " + last.reason();
    return new TimedOut("not " + wanted + " after " + Durations.text(call.timeout()) + seen);
  }
}
