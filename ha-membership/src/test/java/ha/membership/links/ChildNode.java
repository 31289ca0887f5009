package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which beats until it is killed or its input ends. */
final class ChildNode {
  private ChildNode() {}

  /** Arguments: own link's address and port, the peer's name, address and port. */
  public static void main(String[] args) throws Exception {
    TreeMap<NodeName, List<InetSocketAddress>> peers = new TreeMap<>();
    peers.put(
        new NodeName(args[2]), List.of(new InetSocketAddress(args[3], Integer.parseInt(args[4]))));
    LinksConfig config =
        new LinksConfig(
            "test",
            new NodeName("child"),
            new Incarnation(System.currentTimeMillis()),
            List.of(new InetSocketAddress(args[0], Integer.parseInt(args[1]))),
            peers,
            TestNode.keys(1));
    try (ScheduledExecutorService beater = Executors.newSingleThreadScheduledExecutor();
        Links links = Links.open(config, TestNode.THREADS, new Silent())) {
      byte[] beat = "beat".getBytes(StandardCharsets.UTF_8);
      var _ = beater.scheduleAtFixedRate(() -> links.beat(beat), 0, 100, TimeUnit.MILLISECONDS);
      while (System.in.read() >= 0) {
        // until the parent closes our input or kills us
      }
      beater.shutdownNow();
    }
  }

  private static final class Silent implements LinksListener {
    @Override
    public void beat(NodeName from, Incarnation incarnation, byte[] payload) {}

    @Override
    public void message(NodeName from, Incarnation incarnation, byte[] payload) {}

    @Override
    public void hint(PeerHint hint) {}
  }
}
