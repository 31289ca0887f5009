package ha.agents.executor;

import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.command.Pressure;
import java.time.Duration;

/** Says with each timeout how pressed the machine was: the most frequent cause, and gone later. */
final class Pressed {
  private Pressed() {}

  /**
   * The result, with that in its reason where it timed out.
   *
   * @param before when the operation began
   * @param took how long ago that is
   */
  static AgentResult explain(AgentResult result, Pressure before, Duration took) {
    if (!(result instanceof TimedOut timedOut)) {
      return result;
    }
    String shares = Pressure.now().shares(before, took);
    return shares.isEmpty()
        ? result
        : new TimedOut(timedOut.reason() + "; of this time, something here waited for " + shares);
  }
}
