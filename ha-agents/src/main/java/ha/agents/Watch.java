package ha.agents;

/**
 * An agent's attention to one running resource, until closed. Closing does not stop the resource.
 */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Of agents that notice nothing between two monitors. */
  Watch NONE = () -> {};

  @Override
  void close();
}
