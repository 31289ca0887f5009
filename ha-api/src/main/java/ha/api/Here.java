package ha.api;

import ha.model.NodeName;

/**
 * What the asked daemon says of itself; never passed on to another node.
 *
 * @param node its name: whatever the caller does to this machine, it does to this node
 */
public record Here(NodeName node) {}
