package ha.daemon.runtime;

import ha.agents.ClusterView;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.json.Json;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.snapshot.Standing;
import java.time.Duration;
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
    var status = Endpoints.STATUS;
    ApiCall call =
        new ApiCall(status.method().name(), status.path(), "", "", "agent@" + self.value());
    try {
      ApiReply reply = api.apply(call).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return reply.status() == OK
          ? facts(Json.read(reply.body(), ClusterStatus.class))
          : Facts.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Facts.UNKNOWN;
    } catch (ExecutionException | TimeoutException e) {
      return Facts.UNKNOWN;
    }
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
