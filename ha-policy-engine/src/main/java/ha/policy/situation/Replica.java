package ha.policy.situation;

import java.util.Optional;

/**
 * One container of a bundle with what belongs to it.
 *
 * @param number from 0
 * @param connection into the container, where the bundle has a child
 * @param guest the node that the connection reaches
 * @param child the instance of the bundle's child that runs in the container
 */
public record Replica(
    Resource bundle,
    int number,
    Resource container,
    Optional<Resource> address,
    Optional<Resource> connection,
    Optional<Node> guest,
    Optional<Resource> child) {}
