package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.Order;
import ha.daemon.controller.NodeReport;
import ha.daemon.proof.FenceTestWish;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.NodeFact;
import ha.model.ledger.OperatorOverride;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns operators' orders into ledger entries, or says why not. */
final class OrderDesk {
  private static final Duration MOVE_DEADLINE = Duration.ofMinutes(15);

  private final Situation situation;
  private final Definitions definitions;
  private final String author;

  OrderDesk(Situation situation, Definitions definitions, String author) {
    this.situation = situation;
    this.definitions = definitions;
    this.author = author;
  }

  /** What an order amounts to. */
  sealed interface Outcome {
    /** Entries to record, and what was accepted in one sentence. */
    record Entries(List<LedgerEntry> entries, String text) implements Outcome {}

    /** Why not. */
    record Refused(ApiError error) implements Outcome {}
  }

  Outcome take(Order order) {
    return switch (order) {
      case Order.MigrateOrder o -> migrate(o);
      case Order.StandbyOrder o ->
          node(o.node())
              .orElseGet(() ->
                  toggle(
                      new OperatorOverride.Standby(o.node(), o.until()),
                      o.on(),
                      o.reason(),
                      o.node() + (o.on() ? " goes into standby" : " takes part again")));
      case Order.MaintenanceOrder o -> maintenance(o);
      case Order.TargetRoleOrder o -> targetRole(o);
      case Order.RestartOrder o ->
          resource(o.resource())
              .orElseGet(() ->
                  set(
                      new OperatorOverride.Restart(o.resource(), expiry(MOVE_DEADLINE)),
                      o.reason(),
                      o.resource() + " restarts"));
      case Order.CleanupOrder o -> cleanup(o);
      case Order.TicketOrder o -> new TicketDesk(situation, definitions, author).take(o);
      case Order.FenceOrder o ->
          node(o.node())
              .or(() -> witness(o.node()))
              .orElseGet(() ->
                  set(
                      new OperatorOverride.FenceWanted(o.node(), o.mode(), expiry(MOVE_DEADLINE)),
                      o.reason(),
                      o.node() + " will be fenced"));
      case Order.FenceTestOrder o ->
          node(o.node())
              .orElseGet(() ->
                  new Outcome.Entries(
                      List.of(FenceTestWish.entry(o.node(), situation.at(), author)),
                      "the fence devices of " + o.node() + " are asked"));
      case Order.ReplicaCurrentOrder o -> {
        String key = OperatorOverride.ReplicaBehind.key(o.resource(), o.node());
        yield situation.record().override(key).isPresent()
            ? lift(
                key, o.reason(), "the replica of " + o.resource() + " on " + o.node() + " counts")
            : new Outcome.Entries(List.of(), "it was not declared to be behind: nothing to do");
      }
      case Order.FenceConfirmOrder o -> node(o.node()).orElseGet(() -> confirm(o));
      case Order.LeadAloneOrder ignored ->
          refused(
              ApiError.Kind.REFUSED,
              "there is a leader already: nothing to lead alone for",
              "hactl status");
    };
  }

  private Outcome migrate(Order.MigrateOrder o) {
    Optional<Outcome> unknown = resource(o.resource()).or(() -> o.to().flatMap(this::node));
    if (unknown.isPresent()) {
      return unknown.get();
    }
    Optional<NodeName> from = whereIs(o.resource());
    if (o.to().isPresent() && o.to().equals(from)) {
      return new Outcome.Entries(List.of(), o.resource() + " is on " + from.get() + " already");
    }
    if (from.isEmpty()) {
      return refused(
          ApiError.Kind.REFUSED,
          o.resource() + " runs nowhere, so it cannot be moved",
          "hactl explain " + o.resource());
    }
    Optional<NodeName> unfit = o.to().filter(to -> !canHost(to));
    if (unfit.isPresent()) {
      return refused(
          ApiError.Kind.REFUSED,
          unfit.get() + " cannot take it: it is no member, in standby, or leaving",
          "hactl status --node " + unfit.get());
    }
    return set(
        new OperatorOverride.Move(
            o.resource(), from, o.to(), expiry(o.within().orElse(MOVE_DEADLINE))),
        o.reason(),
        o.resource() + " moves from " + from.get() + o.to().map(to -> " to " + to).orElse(""));
  }

  private boolean canHost(NodeName node) {
    NodeReport report = situation.reports().get(node);
    return report != null
        && !report.leaving()
        && situation.record().override("standby/" + node).isEmpty();
  }

  /** Node of the resource: of its promoted instance where there is one. */
  private Optional<NodeName> whereIs(ResourceId resource) {
    TreeSet<String> ids = new TreeSet<>();
    primitives(resource).forEach(p -> ids.add(p.id().value()));
    Optional<NodeName> active = Optional.empty();
    for (Map.Entry<NodeName, NodeReport> entry : situation.reports().entrySet()) {
      for (String id : ids) {
        var history =
            entry.getValue().history().stream()
                .filter(r -> r.resource().base().equals(id))
                .toList();
        switch (InstanceStates.of(history, false)) {
          case PROMOTED -> {
            return Optional.of(entry.getKey());
          }
          case STARTED, UNPROMOTED, FAILED, UNKNOWN ->
              active = active.or(() -> Optional.of(entry.getKey()));
          case STOPPED -> {}
        }
      }
    }
    return active;
  }

  private List<Primitive> primitives(ResourceId id) {
    return find(id).map(OrderDesk::primitivesOf).orElse(List.of());
  }

  private static List<Primitive> primitivesOf(ResourceDefinition definition) {
    return switch (definition) {
      case Primitive p -> List.of(p);
      case Group g -> g.members();
      case Clone c -> primitivesOf(c.child());
      case ResourceDefinition.Bundle b -> b.child().stream().toList();
    };
  }

  private Outcome maintenance(Order.MaintenanceOrder o) {
    String verb = o.on() ? " is in maintenance: nothing is done to it" : " is managed again";
    if (o.resource().isPresent()) {
      ResourceId id = o.resource().get();
      return resource(id)
          .orElseGet(() ->
              toggle(new OperatorOverride.Unmanaged(id, o.until()), o.on(), o.reason(), id + verb));
    }
    if (o.node().isPresent()) {
      NodeName name = o.node().get();
      return node(name)
          .orElseGet(() ->
              toggle(
                  new OperatorOverride.NodeMaintenance(name, o.until()),
                  o.on(),
                  o.reason(),
                  name + verb));
    }
    return toggle(
        new OperatorOverride.ClusterMaintenance(o.until()),
        o.on(),
        o.reason(),
        "the cluster" + verb);
  }

  private Outcome targetRole(Order.TargetRoleOrder o) {
    Optional<Outcome> unknown = resource(o.resource());
    if (unknown.isPresent()) {
      return unknown.get();
    }
    String word = o.role().name().toLowerCase(Locale.ROOT);
    OperatorOverride override = new OperatorOverride.TargetRole(o.resource(), o.role(), o.until());
    if (o.role() == definedRole(o.resource())) {
      return situation.record().override(override.key()).isPresent()
          ? lift(override.key(), o.reason(), o.resource() + " is " + word + " again, as defined")
          : new Outcome.Entries(List.of(), o.resource() + " is to be " + word + " already");
    }
    return set(override, o.reason(), o.resource() + " is to be " + word);
  }

  /** The role that the definitions ask for, rules aside. */
  private Role definedRole(ResourceId id) {
    return find(id).stream()
        .flatMap(d -> d.options().stream())
        .flatMap(
            s -> Optional.ofNullable(s.values().get(OptionNames.Resource.TARGET_ROLE)).stream())
        .flatMap(text -> Stream.of(Role.values()).filter(r -> r.name().equalsIgnoreCase(text)))
        .findFirst()
        .orElse(Role.STARTED);
  }

  private Outcome cleanup(Order.CleanupOrder o) {
    Optional<Outcome> unknown =
        o.resource().flatMap(this::resource).or(() -> o.node().flatMap(this::node));
    if (unknown.isPresent()) {
      return unknown.get();
    }
    TreeSet<String> ids = new TreeSet<>();
    o.resource()
        .ifPresentOrElse(
            r -> primitives(r).forEach(p -> ids.add(p.id().value())),
            () -> {
              situation.record().failures().forEach(f -> ids.add(f.resource().base()));
              situation.record().timeouts().forEach(t -> ids.add(t.resource().base()));
            });
    List<LedgerEntry> entries = new ArrayList<>();
    for (String id : ids) {
      entries.add(
          new LedgerEntry.FailuresCleared(
              situation.at(), new ResourceId(id), o.node(), author, o.reason()));
    }
    return new Outcome.Entries(
        entries, entries.isEmpty() ? "no failures to forget" : "failures of " + ids + " forgotten");
  }

  private Outcome confirm(Order.FenceConfirmOrder o) {
    NodeFact fact = situation.record().node(o.node());
    if (situation.reports().containsKey(o.node()) && situation.leading().isPresent()) {
      return refused(
          ApiError.Kind.REFUSED,
          o.node() + " is a member and answers: it is not off",
          "hactl standby " + o.node() + ", or hactl fence now " + o.node());
    }
    boolean left = fact.standing() == Standing.LEFT && fact.keeps().isEmpty();
    if (fact.standing() == Standing.FENCED || left) {
      return new Outcome.Entries(List.of(), o.node() + " is known to be off already");
    }
    return new Outcome.Entries(
        List.of(
            new LedgerEntry.FenceConfirmed(
                situation.at(), o.node(), fact.incarnation(), "", author, o.reason())),
        o.node() + " counts as off on the word of " + author);
  }

  // ---- helpers -------------------------------------------------------------------------------

  private Outcome toggle(OperatorOverride override, boolean on, String reason, String text) {
    if (on) {
      return set(override, reason, text);
    }
    return situation.record().override(override.key()).isPresent()
        ? lift(override.key(), reason, text)
        : new Outcome.Entries(List.of(), "no such order is in force: nothing to do");
  }

  private Outcome set(OperatorOverride override, String reason, String text) {
    return new Outcome.Entries(
        List.of(new LedgerEntry.OverrideSet(situation.at(), override, author, reason)), text);
  }

  private Outcome lift(String key, String reason, String text) {
    return new Outcome.Entries(
        List.of(new LedgerEntry.OverrideLifted(situation.at(), key, author, reason)), text);
  }

  private Optional<Instant> expiry(Duration after) {
    return Optional.of(situation.at().plus(after));
  }

  private Optional<Outcome> resource(ResourceId id) {
    return find(id).isPresent()
        ? Optional.empty()
        : Optional.of(
            refused(
                ApiError.Kind.NOT_FOUND,
                "no resource '" + id + "' is defined",
                "known are: " + names(definitions.resources().keySet())));
  }

  private Optional<Outcome> node(NodeName name) {
    return definitions.nodes().containsKey(name) || record().nodes().containsKey(name)
        ? Optional.empty()
        : Optional.of(
            refused(
                ApiError.Kind.NOT_FOUND,
                "no node '" + name + "' is defined",
                "known are: " + names(definitions.nodes().keySet())));
  }

  private Optional<Outcome> witness(NodeName name) {
    return definitions.witnesses().contains(name)
        ? Optional.of(
            refused(
                ApiError.Kind.REFUSED,
                name + " is a witness: it holds nothing and is never fenced",
                "stop had there"))
        : Optional.empty();
  }

  private ClusterRecord record() {
    return situation.record();
  }

  private static String names(Iterable<?> ids) {
    List<String> all = new ArrayList<>();
    ids.forEach(id -> all.add(id.toString()));
    return String.join(", ", all);
  }

  private Optional<ResourceDefinition> find(ResourceId id) {
    return definitions.resources().values().stream().flatMap(d -> find(d, id).stream()).findFirst();
  }

  private static Optional<ResourceDefinition> find(ResourceDefinition definition, ResourceId id) {
    if (definition.id().equals(id)) {
      return Optional.of(definition);
    }
    return switch (definition) {
      case Primitive ignored -> Optional.empty();
      case Group g ->
          g.members().stream()
              .filter(m -> m.id().equals(id))
              .map(m -> (ResourceDefinition) m)
              .findFirst();
      case Clone c -> find(c.child(), id);
      case ResourceDefinition.Bundle b ->
          b.child().filter(child -> child.id().equals(id)).map(child -> (ResourceDefinition) child);
    };
  }

  private static Outcome refused(ApiError.Kind kind, String message, String remedy) {
    return new Outcome.Refused(ApiError.of(kind, message, remedy));
  }
}
