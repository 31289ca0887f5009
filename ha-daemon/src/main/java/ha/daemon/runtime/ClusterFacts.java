package ha.daemon.runtime;

import ha.agents.ClusterPicture;
import ha.agents.ClusterView;
import ha.api.ClusterStatus;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.NodeAttributes;
import ha.api.ResourceStatus;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.json.Json;
import ha.model.ledger.Lasting;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What agents may know of the cluster: the status that everybody else is given, too. Without an
 * answer in time nothing is known.
 */
record ClusterFacts(NodeName self, Function<ApiCall, CompletableFuture<ApiReply>> api)
    implements ClusterView {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int OK = 200;

  @Override
  public Facts facts() {
    return ask(Endpoints.STATUS, ClusterStatus.class).map(this::facts).orElse(Facts.UNKNOWN);
  }

  @Override
  public Optional<ClusterPicture> picture() {
    Optional<ClusterStatus> status =
        ask(Endpoints.STATUS, ClusterStatus.class).filter(s -> s.leader().isPresent());
    return status.isEmpty()
        ? Optional.empty()
        : ask(Endpoints.ATTRIBUTES, NodeAttributes.class).map(a -> picture(status.get(), a));
  }

  private <T> Optional<T> ask(Endpoint<?, T> endpoint, Class<T> type) {
    ApiCall call =
        new ApiCall(endpoint.method().name(), endpoint.path(), "", "", "agent@" + self.value());
    try {
      ApiReply reply = api.apply(call).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return reply.status() == OK ? Optional.of(Json.read(reply.body(), type)) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private static ClusterPicture picture(ClusterStatus status, NodeAttributes attributes) {
    TreeMap<NodeName, Standing> nodes = new TreeMap<>();
    status.nodes().forEach(n -> nodes.put(n.name(), n.standing()));
    TreeMap<NodeName, SortedMap<String, String>> plain = new TreeMap<>();
    attributes.nodes().forEach((node, recorded) -> plain.put(node, Lasting.plain(recorded)));
    List<ClusterPicture.Copy> copies = new ArrayList<>();
    for (ResourceStatus resource : status.allResources()) {
      for (ResourceStatus.Instance instance : resource.instances()) {
        instance
            .node()
            .flatMap(node -> copy(resource.agent(), instance, node))
            .ifPresent(copies::add);
      }
    }
    return new ClusterPicture(nodes, status.leader(), status.quorum().held(), plain, copies);
  }

  private static Optional<ClusterPicture.Copy> copy(
      String agent, ResourceStatus.Instance instance, NodeName node) {
    ResourceId base = new ResourceId(instance.id().base());
    return switch (instance.state()) {
      case STOPPED -> Optional.empty();
      case STARTED, UNPROMOTED ->
          Optional.of(new ClusterPicture.Copy(base, agent, node, false, false));
      case PROMOTED -> Optional.of(new ClusterPicture.Copy(base, agent, node, true, false));
      case FAILED, UNKNOWN -> Optional.of(new ClusterPicture.Copy(base, agent, node, false, true));
    };
  }

  /** Of a status without a leader nothing is believed: who stands how is being decided. */
  private Facts facts(ClusterStatus status) {
    if (status.leader().isEmpty()) {
      return Facts.UNKNOWN;
    }
    TreeMap<NodeName, Standing> nodes = new TreeMap<>();
    status.nodes().forEach(n -> nodes.put(n.name(), n.standing()));
    TreeMap<ResourceId, Long> behind = new TreeMap<>();
    status
        .overrides()
        .forEach(active -> {
          if (active.override() instanceof ReplicaBehind replica && replica.node().equals(self)) {
            behind.put(replica.resource(), replica.epoch());
          }
        });
    return new Facts(nodes, behind);
  }
}
