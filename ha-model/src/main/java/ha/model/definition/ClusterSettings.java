package ha.model.definition;

import java.time.Duration;

/**
 * What membership needs to know of the cluster.
 *
 * @param name told in every datagram; nodes of another name are refused
 * @param heartbeat how often a node says that it lives
 * @param detection silence after which a node is lost; at least five heartbeats
 * @param lease how long a confirmation of membership is good for; shorter than {@code detection},
 *     so that a node knows that it is out before the others act
 * @param port UDP port of the links
 * @param startupWait how long nodes wait for each other at a cold start before unseen ones count as
 *     lost
 * @param fenceDelay two nodes that lost each other: how long the side with the lower claim waits
 *     before it fences
 * @param lastMan whether a node that was last, with its peer confirmed off, may lead alone; only
 *     tests switch it off
 */
public record ClusterSettings(
    String name,
    Duration heartbeat,
    Duration detection,
    Duration lease,
    int port,
    Duration startupWait,
    Duration fenceDelay,
    boolean lastMan) {
  /** Careful defaults: 100 ms heartbeats, 1 s detection, 800 ms lease, port 7805. */
  public static ClusterSettings named(String name) {
    return new ClusterSettings(
        name,
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofMillis(800),
        7805,
        Duration.ofSeconds(20),
        Duration.ofSeconds(1),
        true);
  }
}
