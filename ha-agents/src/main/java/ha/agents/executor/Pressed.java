package ha.agents.executor;

import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.command.Pressure;

/** Says with each timeout how pressed the machine was: the most frequent cause, and gone later. */
final class Pressed {
  private Pressed() {}

  static AgentResult explain(AgentResult result) {
    if (!(result instanceof TimedOut timedOut)) {
      return result;
    }
    String pressure = Pressure.now();
    return pressure.isEmpty()
        ? result
        : new TimedOut(timedOut.reason() + "; this node waited, in the last 10 s: " + pressure);
  }
}
