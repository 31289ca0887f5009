package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.Order;
import ha.daemon.controller.InFlight;
import ha.daemon.controller.NodeReport;
import ha.daemon.desk.OrderDesk.Outcome;
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
import java.util.ArrayList;
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
  private final String author;

  ReplicaDesk(Situation situation, Definitions definitions, String author) {
    this.situation = situation;
    this.definitions = definitions;
    this.author = author;
  }

  Outcome fencePeer(Order.FencePeerOrder o) {
    List<Primitive> found = replicas(o.device());
    if (found.size() != 1) {
      return refused(
          ApiError.Kind.NOT_FOUND,
          "no resource, or more than one, replicates '" + o.device() + "'",
          "give one resource with the agent drbd the parameter resource: " + o.device());
    }
    ResourceId resource = found.getFirst().id();
    if (situation.record().override(ReplicaBehind.key(resource, o.node())).isPresent()) {
      return refused(
          ApiError.Kind.REFUSED,
          "the replica on " + o.node() + " is behind itself: it must not go on alone",
          "let it resynchronize, or hactl drbd resolve " + resource);
    }
    if (situation.record().override("fence/" + o.node()).isPresent()) {
      return refused(
          ApiError.Kind.REFUSED, o.node() + " is to be fenced itself", "hactl fence history");
    }
    List<LedgerEntry> entries = new ArrayList<>();
    entries.add(set(new ReplicaBehind(resource, o.peer(), epoch()), o.reason()));
    if (!isWritable(resource, o.peer())) {
      return new Outcome.Entries(
          entries, "the replica of " + resource + " on " + o.peer() + " is declared to be behind");
    }
    if (!goesOn(o.node(), o.peer())) {
      return refused(
          ApiError.Kind.REFUSED,
          "both replicas are promoted, and " + o.peer() + " is the one that goes on",
          "hactl status");
    }
    entries.add(
        set(
            new OperatorOverride.FenceWanted(
                o.peer(), FenceMode.REBOOT, Optional.of(situation.at().plus(FENCE_DEADLINE))),
            resource + " lost its peer while both were promoted"));
    return new Outcome.Entries(
        entries, "both replicas of " + resource + " are promoted: " + o.peer() + " is fenced");
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
    return new LedgerEntry.OverrideSet(situation.at(), override, author, reason);
  }

  private static Outcome refused(ApiError.Kind kind, String message, String remedy) {
    return new Outcome.Refused(ApiError.of(kind, message, remedy));
  }
}
