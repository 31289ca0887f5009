package ha.agents.executor;

import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.command.MonoClock;
import ha.model.NodeName;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What an executor works with.
 *
 * @param node this one
 * @param limit most agents that run at once
 * @param unsolicited told of a resource's end where no recurring monitor is there to be told
 */
public record ExecutorSettings(
    Agents agents,
    NodeName node,
    AttributeSink attributes,
    MonitorSchedule schedule,
    MonoClock clock,
    InstantSource wall,
    int limit,
    Consumer<Unsolicited> unsolicited) {
  /** The usual: twice as many agents as processors, four at least; our own clocks. */
  public static ExecutorSettings of(
      Agents agents,
      NodeName node,
      AttributeSink attributes,
      MonitorSchedule schedule,
      Consumer<Unsolicited> unsolicited) {
    return new ExecutorSettings(
        agents,
        node,
        attributes,
        schedule,
        MonoClock.SYSTEM,
        InstantSource.system(),
        Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
        unsolicited);
  }
}
