package ha.demo;

import ha.api.ApiClient;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.NodeStatus;
import ha.api.Queries;
import ha.api.Reply;
import ha.api.ResourceStatus;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The nodes of a demo, and what can be asked of them. */
final class DemoCluster implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(3);

  private final DemoPlan plan;
  private final Workspace workspace;
  private final Map<NodeName, DemoNode> nodes = new LinkedHashMap<>();

  DemoCluster(DemoPlan plan, Workspace workspace, Path had) throws IOException {
    this.plan = plan;
    this.workspace = workspace;
    for (NodeName name : plan.nodes()) {
      InetSocketAddress bmc =
          new InetSocketAddress(InetAddress.ofLiteral(plan.bmcAddress(name)), plan.bmcPort());
      nodes.put(name, new DemoNode(name, workspace, had, bmc));
    }
  }

  void start() {
    nodes.values().forEach(DemoNode::begin);
  }

  DemoNode node(NodeName name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  Workspace workspace() {
    return workspace;
  }

  DemoPlan plan() {
    return plan;
  }

  /** A node whose daemon runs and answers. */
  NodeName anyAnswering() {
    return nodes.values().stream()
        .filter(DemoNode::daemonIsAlive)
        .map(DemoNode::name)
        .filter(name -> status(name).isPresent())
        .findFirst()
        .orElse(plan.nodes().getFirst());
  }

  Optional<ClusterStatus> status(NodeName askedNode) {
    Reply<ClusterStatus> reply =
        new ApiClient(workspace.socket(askedNode), CALL).call(Endpoints.STATUS, new Queries.All());
    return reply instanceof Reply.Done<ClusterStatus> done
        ? Optional.of(done.answer())
        : Optional.empty();
  }

  /**
   * Waits until some node's status is as wanted.
   *
   * @throws DemoFailed when the time is over
   */
  ClusterStatus await(String what, Duration patience, Predicate<ClusterStatus> wanted)
      throws InterruptedException, DemoFailed {
    long end = System.nanoTime() + patience.toNanos();
    Optional<ClusterStatus> last = Optional.empty();
    while (System.nanoTime() - end < 0) {
      for (DemoNode node : nodes.values()) {
        if (node.daemonIsAlive()) {
          Optional<ClusterStatus> seen = status(node.name());
          if (seen.isPresent() && wanted.test(seen.get())) {
            return seen.get();
          }
          last = seen;
        }
      }
      Thread.sleep(50);
    }
    throw new DemoFailed(
        "waited "
            + patience.toSeconds()
            + " s in vain until "
            + what
            + last.map(s -> "; problems: " + s.problems()).orElse(""));
  }

  static boolean allMembers(ClusterStatus status) {
    return status.nodes().stream().map(NodeStatus::standing).allMatch(s -> s == Standing.MEMBER);
  }

  static boolean isHealthy(ClusterStatus status) {
    return allMembers(status) && status.settled() && whereIs(status, DemoPlan.WEB).isPresent();
  }

  /** Node on which a resource (its promoted instance where there is one) is active. */
  static Optional<NodeName> whereIs(ClusterStatus status, ResourceId resource) {
    Optional<NodeName> active = Optional.empty();
    for (ResourceStatus each : status.allResources()) {
      for (ResourceStatus.Instance instance : each.instances()) {
        if (each.id().equals(resource) || instance.id().base().equals(resource.value())) {
          switch (instance.state()) {
            case PROMOTED -> {
              return instance.node();
            }
            case STARTED, UNPROMOTED -> active = active.or(instance::node);
            case STOPPED, FAILED, UNKNOWN -> {}
          }
        }
      }
    }
    return active;
  }

  @Override
  public void close() {
    nodes.values().parallelStream().forEach(DemoNode::close);
  }
}
