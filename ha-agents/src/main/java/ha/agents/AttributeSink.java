package ha.agents;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import java.util.Optional;

/**
 * Where an agent leaves attributes of the node that it runs on. Calls may come from any thread and
 * return at once; the daemon writes them to the ledger.
 */
public interface AttributeSink {
  /** Drops everything. */
  AttributeSink NONE =
      new AttributeSink() {
        @Override
        public void set(String name, Optional<String> value) {}

        @Override
        public void promotionScore(ResourceId resource, Optional<Score> score) {}
      };

  /** Sets a transient attribute of this node; empty removes it. */
  void set(String name, Optional<String> value);

  /**
   * Has the leader set an attribute of any node; empty removes it. It may come to nothing: whether
   * it was done is seen in {@link ClusterView#picture}.
   *
   * @param lasting whether it stays when that node is lost, leaves or boots again
   */
  default void order(NodeName node, String name, Optional<String> value, boolean lasting) {}

  /** How suitable this node's instance of {@code resource} is for promotion; empty removes it. */
  void promotionScore(ResourceId resource, Optional<Score> score);
}
