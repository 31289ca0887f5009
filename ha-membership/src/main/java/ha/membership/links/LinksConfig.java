package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who we are, who the others are, and over which addresses.
 *
 * @param cluster name of the cluster; nodes of another one are refused
 * @param self our node name
 * @param incarnation this life of the daemon
 * @param ownLinks our address on each link, 1 to 8, literal addresses with the port
 * @param peers the others' addresses, in the same order of links; must not hold {@code self}
 * @param keys the cluster's keys
 */
public record LinksConfig(
    String cluster,
    NodeName self,
    Incarnation incarnation,
    List<InetSocketAddress> ownLinks,
    SortedMap<NodeName, List<InetSocketAddress>> peers,
    KeyRing keys,
    LinksTuning tuning) {
  /** Most links between two nodes. */
  public static final int MOST_LINKS = 8;

  public LinksConfig {
    int bytes = cluster.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > Hello.LONGEST_NAME) {
      throw new IllegalArgumentException(
          "cluster name '" + cluster + "' must have 1 to " + Hello.LONGEST_NAME + " bytes");
    }
    ownLinks = List.copyOf(ownLinks);
    requireLinks(self, ownLinks);
    TreeMap<NodeName, List<InetSocketAddress>> copy = new TreeMap<>();
    peers.forEach((name, links) -> copy.put(name, checkPeer(self, name, links)));
    peers = Collections.unmodifiableSortedMap(copy);
  }

  /** With the usual tuning. */
  public LinksConfig(
      String cluster,
      NodeName self,
      Incarnation incarnation,
      List<InetSocketAddress> ownLinks,
      SortedMap<NodeName, List<InetSocketAddress>> peers,
      KeyRing keys) {
    this(cluster, self, incarnation, ownLinks, peers, keys, LinksTuning.DEFAULT);
  }

  static List<InetSocketAddress> checkPeer(
      NodeName self, NodeName name, List<InetSocketAddress> links) {
    if (name.equals(self)) {
      throw new IllegalArgumentException("node " + self + " is listed as a peer of itself");
    }
    List<InetSocketAddress> copy = List.copyOf(links);
    requireLinks(name, copy);
    return copy;
  }

  private static void requireLinks(NodeName name, List<InetSocketAddress> links) {
    if (links.isEmpty() || links.size() > MOST_LINKS) {
      throw new IllegalArgumentException(
          "node " + name + " has " + links.size() + " links; 1 to " + MOST_LINKS + " are allowed");
    }
    for (InetSocketAddress link : links) {
      if (link.isUnresolved() || link.getAddress().isAnyLocalAddress() || link.getPort() == 0) {
        throw new IllegalArgumentException(
            "link " + link + " of node " + name + " must be a literal address with a port");
      }
    }
  }
}
