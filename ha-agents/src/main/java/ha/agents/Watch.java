package ha.agents;

import ha.model.NodeName;

/**
 * An agent's attention to one running resource, until closed. Closing does not stop the resource.
 */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Of agents that notice nothing between two monitors. */
  Watch NONE = () -> {};

  /** A node was fenced, or somebody vouched for it: it does nothing any more. Returns at once. */
  default void nodeIsOff(NodeName node) {}

  @Override
  void close();
}
