package ha.agents;

/**
 * Whom an agent tells what it notices of a running resource between two monitors. Thread-safe; of
 * no effect once the watch is closed.
 */
@FunctionalInterface
public interface Observer {
  /** The resource has ended: what a monitor would say. To be said at most once, and last. */
  void ended(AgentResult result);

  /** Something may have changed: a monitor is to look soon. Often said, it is looked once. */
  default void changed() {}
}
