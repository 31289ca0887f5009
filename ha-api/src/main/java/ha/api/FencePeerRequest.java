package ha.api;

import ha.model.NodeName;
import java.util.Optional;

/**
 * A replicating device that has lost its peer, and holds its input and output back, asks whether it
 * may go on. The node that is asked is the one where the device is.
 *
 * @param device the device's own name for the resource, such as {@code r0}
 * @param peer the node that it lost
 * @param epoch absent: the peer's replica is to be declared behind; else that of an earlier answer,
 *     to learn what has become of it
 */
public record FencePeerRequest(String device, NodeName peer, Optional<Long> epoch) {}
