package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.ClusterRecord.OverrideFact;
import ha.model.ledger.OperatorOverride;
import ha.model.snapshot.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lays what operators ordered over what they defined. */
final class Overlay {
  private final List<AttributeSet> clusterOptions;
  private final Map<ResourceId, ResourceDefinition> resources;
  private final List<Constraint> constraints;

  private Overlay(Definitions definitions) {
    clusterOptions = new ArrayList<>(definitions.clusterOptions());
    resources = new LinkedHashMap<>(definitions.resources());
    constraints = new ArrayList<>(definitions.constraints());
  }

  /** {@code definitions} as the overrides in force at {@code at} change them. */
  static Definitions apply(Definitions definitions, List<OverrideFact> overrides, Instant at) {
    Overlay overlay = new Overlay(definitions);
    overrides.stream()
        .filter(fact -> inForce(fact.override(), at))
        .forEach(fact -> overlay.add(fact.override()));
    return new Definitions(
        definitions.cluster(),
        overlay.clusterOptions,
        definitions.nodes(),
        overlay.resources,
        overlay.constraints,
        definitions.fenceDevices(),
        definitions.fencingTopology(),
        definitions.resourceDefaults(),
        definitions.operationDefaults(),
        definitions.tags());
  }

  /**
   * What operators ordered; and what goes on running on a node that left is left alone by all, as
   * it was when the node left, until that node is back or off.
   */
  static List<OverrideFact> overrides(ClusterRecord record) {
    List<OverrideFact> all = new ArrayList<>(record.overrides());
    record
        .nodes()
        .forEach((node, fact) -> {
          if (fact.standing() == Standing.LEFT) {
            fact.keeps()
                .forEach(kept ->
                    all.add(
                        new OverrideFact(
                            new OperatorOverride.Unmanaged(kept, Optional.empty()),
                            fact.since(),
                            "cluster",
                            node + " left and keeps it running")));
          }
        });
    return all;
  }

  static boolean inForce(OperatorOverride override, Instant at) {
    return override.expires().map(at::isBefore).orElse(true);
  }

  private void add(OperatorOverride override) {
    switch (override) {
      // Facts of the snapshot: standby and maintenance as attributes of the node.
      case OperatorOverride.Standby ignored -> {}
      case OperatorOverride.NodeMaintenance ignored -> {}
      case OperatorOverride.FenceWanted ignored -> {}
      case OperatorOverride.Ticket ignored -> {}
      case OperatorOverride.ClusterMaintenance ignored ->
          clusterOptions.addFirst(overriding(OptionNames.Cluster.MAINTENANCE, "true"));
      case OperatorOverride.TargetRole o -> targetRole(o.resource(), o.role());
      case OperatorOverride.Unmanaged o ->
          option(o.resource(), OptionNames.Resource.MANAGED, "false");
      case OperatorOverride.Move o -> move(o);
      case OperatorOverride.ReplicaBehind o ->
          constraints.add(
              location(
                  o.key(),
                  o.resource(),
                  Optional.of(Role.PROMOTED),
                  new Preference.OfNode(o.node(), Score.MINUS_INFINITY)));
      case OperatorOverride.Restart o -> targetRole(o.resource(), Role.STOPPED);
    }
  }

  private void targetRole(ResourceId resource, Role role) {
    String text = role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT);
    option(resource, OptionNames.Resource.TARGET_ROLE, text);
  }

  private void option(ResourceId resource, String key, String value) {
    resources.replaceAll((id, definition) -> withOption(definition, resource, key, value));
  }

  private static ResourceDefinition withOption(
      ResourceDefinition definition, ResourceId resource, String key, String value) {
    boolean itself = definition.id().equals(resource);
    return switch (definition) {
      case Primitive p -> itself ? primitiveWith(p, key, value) : p;
      case Group g ->
          new Group(
              g.id(),
              g.members().stream()
                  .map(m -> m.id().equals(resource) ? primitiveWith(m, key, value) : m)
                  .toList(),
              g.parameters(),
              itself ? with(g.options(), key, value) : g.options(),
              g.position());
      case Clone c -> {
        boolean mine = itself || c.child().id().equals(resource);
        yield new Clone(
            c.id(),
            mine ? c.child() : withOption(c.child(), resource, key, value),
            c.parameters(),
            mine ? with(c.options(), key, value) : c.options(),
            c.position());
      }
      case ResourceDefinition.Bundle b ->
          new ResourceDefinition.Bundle(
              b.id(),
              b.container(),
              b.network(),
              b.storage(),
              b.child().map(p -> p.id().equals(resource) ? primitiveWith(p, key, value) : p),
              itself ? with(b.options(), key, value) : b.options(),
              b.position());
    };
  }

  private static Primitive primitiveWith(Primitive p, String key, String value) {
    return new Primitive(
        p.id(),
        p.agent(),
        p.parameters(),
        with(p.options(), key, value),
        p.utilization(),
        p.operations(),
        p.fromTemplate(),
        p.position());
  }

  private static List<AttributeSet> with(List<AttributeSet> sets, String key, String value) {
    List<AttributeSet> all = new ArrayList<>(sets);
    all.addFirst(overriding(key, value));
    return all;
  }

  private static AttributeSet overriding(String key, String value) {
    return new AttributeSet(
        "override-" + key, Score.INFINITY, Optional.empty(), new TreeMap<>(Map.of(key, value)));
  }

  private void move(OperatorOverride.Move move) {
    Optional<Role> role =
        isPromotable(move.resource()) ? Optional.of(Role.PROMOTED) : Optional.empty();
    move.to()
        .ifPresentOrElse(
            to ->
                constraints.add(
                    location(
                        move.key(),
                        move.resource(),
                        role,
                        new Preference.OfNode(to, Score.INFINITY))),
            () ->
                move.from()
                    .ifPresent(from ->
                        constraints.add(
                            location(
                                move.key(),
                                move.resource(),
                                role,
                                new Preference.OfNode(from, Score.MINUS_INFINITY)))));
  }

  private boolean isPromotable(ResourceId resource) {
    return resources.values().stream()
        .anyMatch(d ->
            d instanceof Clone c
                && (c.id().equals(resource) || c.child().id().equals(resource))
                && c.options().stream()
                    .anyMatch(s -> "true".equals(s.values().get(OptionNames.Resource.PROMOTABLE))));
  }

  private static Location location(
      String id, ResourceId resource, Optional<Role> role, Preference preference) {
    return new Location(
        id,
        new Selector.Ids(List.of(resource)),
        role,
        preference,
        Constraint.Discovery.ALWAYS,
        SourcePosition.NONE);
  }
}
