package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.FencePeerAnswer;
import ha.api.FencePeerAnswer.Word;
import ha.api.FencePeerRequest;
import ha.daemon.controller.InFlight;
import ha.daemon.controller.NodeReport;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of two replicas that have lost each other may be written on. The ledger holds the answer
 * before the device learns of it, so whoever leads next knows whose data is the newer.
 */
final class ReplicaDesk {
  private static final Duration FENCE_DEADLINE = Duration.ofMinutes(15);

  private final Situation situation;
  private final Definitions definitions;
  private final ApiCall call;

  /**
   * @param call asked by the device on the node that is asked
   */
  ReplicaDesk(Situation situation, Definitions definitions, ApiCall call) {
    this.situation = situation;
    this.definitions = definitions;
    this.call = call;
  }

  /** What a question of a device amounts to. */
  sealed interface Outcome {
    /** The peer's replica is declared behind; {@code answer} counts when that is on record. */
    record Declared(List<LedgerEntry> entries, FencePeerAnswer answer) implements Outcome {}

    /** What has become of a declaration. */
    record Known(FencePeerAnswer answer) implements Outcome {}

    /** Why the device must not go on. */
    record Refused(ApiError error) implements Outcome {}
  }

  Outcome take(FencePeerRequest request) {
    List<Primitive> found = replicas(request.device());
    if (found.size() != 1) {
      return refused(
          ApiError.Kind.NOT_FOUND,
          "no resource, or more than one, replicates '" + request.device() + "'",
          "give one resource with the agent drbd the parameter resource: " + request.device());
    }
    if (!definitions.nodes().containsKey(request.peer()) || request.peer().equals(call.askedAt())) {
      return refused(
          ApiError.Kind.NOT_FOUND,
          request.peer() + " is no other node of this cluster",
          "name the nodes in drbd.conf as the cluster does: " + definitions.nodes().keySet());
    }
    ResourceId resource = found.getFirst().id();
    return request
        .epoch()
        .<Outcome>map(e -> new Outcome.Known(known(resource, request.peer(), e)))
        .orElseGet(() -> declare(resource, call.askedAt(), request.peer()));
  }

  private Outcome declare(ResourceId resource, NodeName node, NodeName peer) {
    if (situation.record().override(ReplicaBehind.key(resource, node)).isPresent()) {
      return refused(
          ApiError.Kind.REFUSED,
          "the replica on " + node + " is behind itself: it must not go on alone",
          "let it resynchronize, or hactl drbd resolve " + resource);
    }
    if (isToBeFenced(node)) {
      return refused(
          ApiError.Kind.REFUSED, node + " is to be fenced itself", "hactl fence history");
    }
    ReplicaBehind behind = new ReplicaBehind(resource, peer, epoch());
    String reason = "DRBD on " + node + " lost the connection to " + peer;
    if (!isWritable(resource, peer)) {
      return new Outcome.Declared(
          List.of(set(behind, reason)),
          wait(behind.epoch(), "the replica of " + resource + " on " + peer + " is behind"));
    }
    if (!goesOn(node, peer)) {
      return refused(
          ApiError.Kind.REFUSED,
          "both replicas are promoted, and " + peer + " is the one that goes on",
          "hactl status");
    }
    OperatorOverride fence =
        new OperatorOverride.FenceWanted(
            peer, FenceMode.REBOOT, Optional.of(situation.at().plus(FENCE_DEADLINE)));
    return new Outcome.Declared(
        List.of(
            set(behind, reason), set(fence, resource + " lost its peer while both were promoted")),
        wait(
            behind.epoch(),
            "both replicas of " + resource + " are promoted: " + peer + " is fenced"));
  }

  private static FencePeerAnswer wait(long epoch, String why) {
    return new FencePeerAnswer(Word.WAIT, epoch, why);
  }

  /** Whether the peer can do no harm, its replica having been declared behind with this epoch. */
  private FencePeerAnswer known(ResourceId resource, NodeName peer, long epoch) {
    boolean inForce =
        situation.record().overrides().stream()
            .anyMatch(o ->
                o.override() instanceof ReplicaBehind b
                    && b.resource().equals(resource)
                    && b.node().equals(peer)
                    && b.epoch() >= epoch);
    if (!inForce) {
      return wait(epoch, "it is not on record any more that the replica on " + peer + " is behind");
    }
    return switch (new StatusBuilder(situation).standing(peer)) {
      case FENCED, LEFT -> new FencePeerAnswer(Word.OFF, epoch, peer + " is off");
      case MEMBER, LEAVING -> member(resource, peer, epoch);
      case JOINING, LOST, UNSEEN -> wait(epoch, peer + " is not known to be off");
    };
  }

  private FencePeerAnswer member(ResourceId resource, NodeName peer, long epoch) {
    if (isToBeFenced(peer)) {
      return wait(epoch, peer + " is being fenced");
    }
    boolean unknown = !situation.reports().containsKey(peer);
    return unknown || isWritable(resource, peer)
        ? wait(epoch, "the replica on " + peer + " is promoted, or nobody knows")
        : new FencePeerAnswer(Word.OUTDATED, epoch, "the replica on " + peer + " is behind");
  }

  private boolean isToBeFenced(NodeName node) {
    return situation.record().override("fence/" + node).isPresent();
  }

  /** Positions only grow, so a later declaration has the greater epoch. */
  private long epoch() {
    return situation.record().position().index() + 1;
  }

  /** Whether a member has its replica promoted, or may be about to. */
  private boolean isWritable(ResourceId resource, NodeName node) {
    NodeReport report = situation.reports().get(node);
    if (report == null) {
      return false;
    }
    var history =
        report.history().stream().filter(r -> r.resource().base().equals(resource.base())).toList();
    boolean promoted =
        switch (InstanceStates.of(history, false)) {
          case PROMOTED, FAILED, UNKNOWN -> true;
          case STOPPED, STARTED, UNPROMOTED -> false;
        };
    return promoted || report.inFlight().stream().anyMatch(f -> isPromotion(f, resource));
  }

  private static boolean isPromotion(InFlight operation, ResourceId resource) {
    return operation.operation().equals("promote")
        && operation.resource().base().equals(resource.base());
  }

  /** The same for both sides, whoever asks: what runs there, then the preference, then the name. */
  private boolean goesOn(NodeName node, NodeName peer) {
    int byClaim = Long.compare(claim(node), claim(peer));
    int byPreference = byClaim != 0 ? byClaim : Integer.compare(preference(node), preference(peer));
    return byPreference != 0 ? byPreference > 0 : node.compareTo(peer) < 0;
  }

  /** Resources that are active on a node. */
  private long claim(NodeName node) {
    NodeReport report = situation.reports().get(node);
    return report == null
        ? 0
        : report.history().stream()
            .map(r -> r.resource().base())
            .distinct()
            .filter(base -> isActive(report, base))
            .count();
  }

  private static boolean isActive(NodeReport report, String base) {
    var history = report.history().stream().filter(r -> r.resource().base().equals(base)).toList();
    return switch (InstanceStates.of(history, false)) {
      case STARTED, UNPROMOTED, PROMOTED -> true;
      case STOPPED, FAILED, UNKNOWN -> false;
    };
  }

  private int preference(NodeName node) {
    NodeDefinition definition = definitions.nodes().get(node);
    return definition == null ? 0 : definition.preference();
  }

  private List<Primitive> replicas(String device) {
    return definitions.resources().values().stream()
        .flatMap(ReplicaDesk::primitives)
        .filter(p -> replicates(p, device))
        .toList();
  }

  private static Stream<Primitive> primitives(ResourceDefinition definition) {
    return switch (definition) {
      case Primitive p -> Stream.of(p);
      case Group g -> g.members().stream();
      case Clone c -> primitives(c.child());
      case ResourceDefinition.Bundle b -> b.child().stream();
    };
  }

  private static boolean replicates(Primitive p, String device) {
    String parameter = p.agent().type().equals("drbd") ? parameter(p) : "";
    return p.parameters().stream().anyMatch(s -> device.equals(s.values().get(parameter)));
  }

  /** The OCF agent of the same name calls it otherwise. */
  private static String parameter(Primitive p) {
    return p.agent().provider().isPresent() ? "drbd_resource" : "resource";
  }

  private LedgerEntry set(OperatorOverride override, String reason) {
    return new LedgerEntry.OverrideSet(situation.at(), override, call.author(), reason);
  }

  private static Outcome refused(ApiError.Kind kind, String message, String remedy) {
    return new Outcome.Refused(ApiError.of(kind, message, remedy));
  }
}
