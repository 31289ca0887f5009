package ha.agents.o2cb;

import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What whoever mounts OCFS2 has to know of its cluster stack.
 *
 * @param system root of the machine's file systems
 */
public record O2cbOnline(Path system) {
  private static final String OWN = "o2cb";

  /** What an operator does about a stack that is not there. */
  private static final String WAY_OUT =
      "start a resource of agent o2cb on this node first (a clone, ordered before this one)";

  /**
   * What a file system lacks that was made for {@code stack}; empty if it can be mounted.
   *
   * @param cluster that it was made for; empty if it does not say
   * @throws IOException if the kernel's state cannot be read
   */
  public Optional<String> missing(String stack, Optional<String> cluster, NodeName self)
      throws IOException {
    O2cbKernel kernel = new O2cbKernel(system);
    String running = kernel.stack();
    if (running.isEmpty()) {
      return Optional.of("the cluster stack of OCFS2 is not loaded; " + WAY_OUT);
    }
    if (!running.equals(stack)) {
      return Optional.of(
          "the file system was made for the cluster stack '"
              + stack
              + "', and OCFS2 on this node uses '"
              + running
              + "'");
    }
    return stack.equals(OWN) ? offline(kernel, cluster, self) : Optional.empty();
  }

  private static Optional<String> offline(
      O2cbKernel kernel, Optional<String> cluster, NodeName self) throws IOException {
    List<String> registered = kernel.registered();
    if (registered.isEmpty()) {
      return Optional.of(
          "no cluster of O2CB is online, the file system wants '"
              + cluster.orElse("any")
              + "'; "
              + WAY_OUT);
    }
    String online = registered.getFirst();
    if (cluster.isPresent() && !registered.contains(cluster.get())) {
      return Optional.of(
          "the file system was made for the cluster '"
              + cluster.get()
              + "', and the one that is online is '"
              + online
              + "'; name it so in /etc/ocfs2/cluster.conf, or see tunefs.ocfs2"
              + " --update-cluster-stack");
    }
    return kernel.nodes(online).contains(self.value())
        ? Optional.empty()
        : Optional.of("cluster '" + online + "' of O2CB does not have this node, '" + self + "'");
  }

  /**
   * Heartbeat regions that the kernel keeps for a device alone, by their UUIDs. A global heartbeat
   * goes on without file systems and is none.
   *
   * @param device its last name, {@code drbd0}
   * @throws IOException if the kernel's state cannot be read
   */
  public List<String> regionsOf(String device) throws IOException {
    return new O2cbKernel(system).localRegionsOf(device);
  }
}
