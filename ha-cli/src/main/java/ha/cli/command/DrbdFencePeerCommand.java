package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.NodeAttributes;
import ha.api.NodeStatus;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.Queries;
import ha.api.Reply;
import ha.api.ResourceStatus.Instance;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.model.NodeName;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hactl drbd fence-peer}: asked by DRBD's handler while the device holds its writes back.
 * Says {@code outdated} when the peer's replica cannot be promoted any more, {@code off} when its
 * node is off; anything else is a failure, and the writes go on waiting.
 */
@Command(
    name = "fence-peer",
    description = "For DRBD's fence-peer handler: waits until the peer can do no harm.")
final class DrbdFencePeerCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;

  @Parameters(paramLabel = "DEVICE", description = "DRBD's name of the resource, such as r0.")
  private String device = "";

  @Option(
      names = "--peer",
      required = true,
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "The node that was lost.")
  private NodeName peer = new NodeName("none");

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "How long to try (default: 5min).")
  private Duration timeout = Duration.ofMinutes(5);

  DrbdFencePeerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Session session = new Session(context);
    long end = System.nanoTime() + timeout.toNanos();
    String last = "no daemon answers here";
    boolean declared = false;
    do {
      Optional<ClusterStatus> status = status(session);
      if (status.isPresent() && !declared) {
        Reply<OrderAccepted> answer = declare(session, status.get().answeredBy());
        switch (answer) {
          case Reply.Done<OrderAccepted>(OrderAccepted accepted) -> {
            last = accepted.text();
            declared = true;
          }
          case Reply.Failed<OrderAccepted>(ApiError error) -> last = error.message();
        }
      }
      Optional<String> word =
          declared ? status(session).flatMap(s -> harmless(session, s)) : Optional.empty();
      if (word.isPresent()) {
        context.out().println(word.get());
        return ExitCode.OK;
      }
      Thread.sleep(POLL);
    } while (System.nanoTime() - end < 0);
    throw new CommandFailure(
        Kind.REFUSED,
        "the peer may still write: " + last,
        "hactl status; hactl fence confirm " + peer + " if it is certainly off");
  }

  private static Optional<ClusterStatus> status(Session session) {
    return session.attempt(Endpoints.STATUS, new Queries.All(), PATIENCE)
            instanceof Reply.Done<ClusterStatus>(ClusterStatus status)
        ? Optional.of(status)
        : Optional.empty();
  }

  private Reply<OrderAccepted> declare(Session session, NodeName here) {
    return session.attempt(
        Endpoints.ORDER,
        new OrderRequest(
            new Order.FencePeerOrder(
                device, here, peer, "DRBD on " + here + " lost the connection to " + peer)),
        PATIENCE);
  }

  /** What to tell DRBD, once the declaration is on record; empty while the peer may write. */
  private Optional<String> harmless(Session session, ClusterStatus status) {
    Standing standing =
        status.nodes().stream()
            .filter(n -> n.name().equals(peer))
            .map(NodeStatus::standing)
            .findFirst()
            .orElse(Standing.UNSEEN);
    Optional<ReplicaBehind> declared = declared(session, status);
    if (status.leader().isEmpty() || declared.isEmpty()) {
      return Optional.empty();
    }
    return switch (standing) {
      case FENCED, LEFT -> Optional.of("off");
      case MEMBER, LEAVING ->
          mayWrite(declared.get(), status) ? Optional.empty() : Optional.of("outdated");
      case JOINING, LOST, UNSEEN -> Optional.empty();
    };
  }

  /** The declaration about this device's replica at the peer. */
  private Optional<ReplicaBehind> declared(Session session, ClusterStatus status) {
    if (!(session.attempt(Endpoints.ATTRIBUTES, new Queries.All(), PATIENCE)
        instanceof Reply.Done<NodeAttributes>(NodeAttributes attributes))) {
      return Optional.empty();
    }
    Set<String> names =
        Replica.all(attributes).entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(r -> r.device().equals(device)))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return status.overrides().stream()
        .map(ClusterStatus.ActiveOverride::override)
        .filter(ReplicaBehind.class::isInstance)
        .map(ReplicaBehind.class::cast)
        .filter(b -> b.node().equals(peer))
        .filter(b -> names.isEmpty() || names.contains(b.resource().value()))
        .findFirst();
  }

  /** Whether the replica on the peer is promoted, or nobody knows. */
  private boolean mayWrite(ReplicaBehind declared, ClusterStatus status) {
    boolean fenced =
        status.overrides().stream().anyMatch(a -> a.override().key().equals("fence/" + peer));
    return fenced
        || status.allResources().stream()
            .flatMap(r -> r.instances().stream())
            .filter(i -> i.id().base().equals(declared.resource().base()))
            .filter(i -> i.node().equals(Optional.of(peer)))
            .anyMatch(DrbdFencePeerCommand::mayWrite);
  }

  private static boolean mayWrite(Instance instance) {
    boolean changing = instance.running().filter(o -> o.operation().equals("promote")).isPresent();
    return changing
        || switch (instance.state()) {
          case PROMOTED, FAILED, UNKNOWN -> true;
          case STOPPED, STARTED, UNPROMOTED -> false;
        };
  }
}
