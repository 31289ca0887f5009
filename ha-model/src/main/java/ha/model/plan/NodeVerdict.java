package ha.model.plan;

import ha.model.NodeName;
import ha.model.Score;
import java.util.List;

/** How a node was judged for an instance: the sum, and each contribution in the order added. */
public record NodeVerdict(NodeName node, Score score, List<Reason> contributions) {
  public NodeVerdict {
    contributions = List.copyOf(contributions);
  }
}
