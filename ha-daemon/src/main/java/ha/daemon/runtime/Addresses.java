package ha.daemon.runtime;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where this daemon listens and where it looks for the others. Both ends of a link keep what they
 * began with: a node whose address is changed in the definitions goes on listening at the old one,
 * so the others go on sending there until all were restarted. Nodes that come and go are followed
 * at once.
 *
 * @param own addresses of this node
 * @param peers addresses of the others
 * @param needRestart what of the definitions is not in force, one sentence each
 */
record Addresses(
    NodeName self,
    int port,
    List<InetSocketAddress> own,
    SortedMap<NodeName, List<InetSocketAddress>> peers,
    List<String> needRestart) {
  Addresses {
    own = List.copyOf(own);
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    needRestart = List.copyOf(needRestart);
  }

  /** What a daemon that begins with {@code definitions} uses. */
  static Addresses at(Definitions definitions, NodeName self) {
    int port = definitions.cluster().port();
    TreeMap<NodeName, List<InetSocketAddress>> all = all(definitions, port);
    List<InetSocketAddress> own = all.getOrDefault(self, List.of());
    all.remove(self);
    return new Addresses(self, port, own, all, List.of());
  }

  /** What it uses after {@code definitions} came into force. */
  Addresses after(Definitions definitions) {
    List<String> restart = new ArrayList<>();
    if (definitions.cluster().port() != port) {
      restart.add(
          "the cluster's port is now "
              + definitions.cluster().port()
              + ", but all daemons go on with "
              + port
              + " until they were restarted: stop had on all nodes, then start it on all");
    }
    TreeMap<NodeName, List<InetSocketAddress>> next = new TreeMap<>();
    all(definitions, port)
        .forEach((node, wanted) -> {
          List<InetSocketAddress> used = node.equals(self) ? own : peers.getOrDefault(node, wanted);
          if (!used.equals(wanted)) {
            restart.add(
                "the links of "
                    + node
                    + " are defined anew, but those it began with stay in use until the daemons"
                    + " were restarted: stop had on all nodes, then start it on all");
          }
          next.put(node, used);
        });
    next.remove(self);
    return new Addresses(self, port, own, next, restart);
  }

  private static TreeMap<NodeName, List<InetSocketAddress>> all(Definitions d, int port) {
    TreeMap<NodeName, List<InetSocketAddress>> all = new TreeMap<>();
    d.nodes()
        .forEach((name, node) -> {
          if (node.hasLinks()) {
            all.put(name, node.links().stream().map(link -> address(link, port)).toList());
          }
        });
    return all;
  }

  private static InetSocketAddress address(String link, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(link), port);
  }
}
