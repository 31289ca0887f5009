package ha.fencing.device;

import ha.model.Incarnation;
import ha.model.NodeName;

/**
 * Whom an operation is for. A device finds the plug by the node's name; the incarnation is there so
 * that no result is ever counted for a later life of the node.
 */
public record Target(NodeName node, Incarnation incarnation) {
  @Override
  public String toString() {
    return node + "/" + incarnation;
  }
}
