package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.SourcePosition;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.policy.bundle.BundleParts;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A plan with all that it was made from, by name. */
final class Known {
  /** Sets that orders lay over the definitions are called so, before the option's name. */
  static final String ORDERED = "override-";

  final Definitions definitions;
  final Snapshot snapshot;
  final Instant now;
  final Plan plan;

  /** By an order's key, who gave it and why. */
  private final Map<String, String> orders;

  /** From the outermost to the one itself. */
  private final Map<ResourceId, List<ResourceDefinition>> chains = new LinkedHashMap<>();

  private final Map<String, Constraint> constraints = new TreeMap<>();

  Known(
      Definitions definitions,
      Snapshot snapshot,
      Instant now,
      Plan plan,
      Map<String, String> orders) {
    this.definitions = definitions;
    this.snapshot = snapshot;
    this.now = now;
    this.plan = plan;
    this.orders = Collections.unmodifiableMap(new TreeMap<>(orders));
    definitions.resources().values().forEach(r -> collect(r, List.of()));
    definitions.constraints().forEach(c -> constraints.put(c.id(), c));
  }

  private void collect(ResourceDefinition definition, List<ResourceDefinition> outer) {
    List<ResourceDefinition> chain = new ArrayList<>(outer);
    chain.add(definition);
    chains.put(definition.id(), List.copyOf(chain));
    switch (definition) {
      case ResourceDefinition.Primitive ignored -> {}
      case ResourceDefinition.Group group -> group.members().forEach(m -> collect(m, chain));
      case ResourceDefinition.Clone clone -> collect(clone.child(), chain);
      case ResourceDefinition.Bundle bundle ->
          bundle.child().ifPresent(child -> collect(child, chain));
    }
  }

  /** An option as somebody set it. */
  record Option(String value, SourcePosition position, boolean ordered) {}

  /** The option of the resource or of what it is in, the innermost first; empty if none says it. */
  Optional<Option> option(ResourceId resource, String key) {
    for (ResourceDefinition definition : chain(resource).reversed()) {
      SortedMap<String, String> values =
          AttributeSets.values(definition.options(), RuleContext.at(now));
      String value = values.get(key);
      if (value != null) {
        return Optional.of(
            new Option(value, definition.position(), isOrdered(definition.options(), key)));
      }
    }
    return Optional.empty();
  }

  /** The option of the cluster. */
  Optional<Option> clusterOption(String key) {
    String value = AttributeSets.values(definitions.clusterOptions(), RuleContext.at(now)).get(key);
    return Optional.ofNullable(value)
        .map(v -> new Option(v, SourcePosition.NONE, isOrdered(definitions.clusterOptions(), key)));
  }

  private static boolean isOrdered(List<AttributeSet> sets, String key) {
    return sets.stream().anyMatch(set -> set.id().equals(ORDERED + key));
  }

  /** The definitions of the resource and what it is in, the outermost first. */
  List<ResourceDefinition> chain(ResourceId resource) {
    List<ResourceDefinition> found = chains.get(resource);
    return found == null
        ? chains.getOrDefault(new ResourceId(resource.base()), partOf(resource))
        : found;
  }

  /** The bundle of which the resource is a part that nobody wrote: a container, an address. */
  private List<ResourceDefinition> partOf(ResourceId resource) {
    return definitions.resources().values().stream()
        .filter(ResourceDefinition.Bundle.class::isInstance)
        .filter(d -> isPart((ResourceDefinition.Bundle) d, resource.value()))
        .toList();
  }

  private static boolean isPart(ResourceDefinition.Bundle bundle, String name) {
    String connection = bundle.id() + "-";
    return name.startsWith(BundleParts.containerPrefix(bundle))
        || name.startsWith(BundleParts.addressPrefix(bundle))
        || (name.startsWith(connection) && name.substring(connection.length()).matches("\\d{1,4}"));
  }

  /** What an operator has to name: the clone, group or bundle that it is in, or itself. */
  ResourceId top(ResourceId resource) {
    List<ResourceDefinition> chain = chain(resource);
    if (chain.isEmpty()) {
      return new ResourceId(resource.base());
    }
    // The name of a clone's only resource or group means the clone, and is the one that was
    // written.
    return chain.getFirst() instanceof ResourceDefinition.Clone clone
        ? clone.child().id()
        : chain.getFirst().id();
  }

  /** Whether its instances can be promoted. */
  boolean isPromotable(ResourceId resource) {
    return option(resource, OptionNames.Resource.PROMOTABLE)
        .filter(o -> o.value().equals("true"))
        .isPresent();
  }

  /** Whether the instance will be promoted, or stays so. */
  boolean isPromoted(Decision decision) {
    return plan.placement().stream()
        .anyMatch(p -> p.resource().equals(decision.resource()) && p.role() == Role.PROMOTED);
  }

  SourcePosition position(ResourceId resource) {
    List<ResourceDefinition> chain = chain(resource);
    return chain.isEmpty() ? SourcePosition.NONE : chain.getLast().position();
  }

  Optional<Constraint> constraint(Optional<String> id) {
    return id.flatMap(name -> Optional.ofNullable(constraints.get(name)));
  }

  /** Decisions that a name means: the instance, or all of a resource, clone, group or bundle. */
  List<Decision> decisions(String name) {
    List<Decision> exact =
        plan.decisions().stream().filter(d -> d.resource().value().equals(name)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    return plan.decisions().stream().filter(d -> belongs(d, name)).toList();
  }

  private boolean belongs(Decision decision, String name) {
    return decision.base().value().equals(name)
        || decision.resource().base().equals(name)
        || chain(decision.base()).stream().anyMatch(d -> d.id().value().equals(name));
  }

  Optional<NodeDefinition> node(NodeName name) {
    return Optional.ofNullable(definitions.nodes().get(name));
  }

  Standing standing(NodeName name) {
    NodeState state = snapshot.nodes().get(name);
    return state == null ? Standing.UNSEEN : state.standing();
  }

  /** An attribute that agents or orders set on the node. */
  Optional<String> transientAttribute(NodeName name, String key) {
    NodeState state = snapshot.nodes().get(name);
    return state == null ? Optional.empty() : Optional.ofNullable(state.attributes().get(key));
  }

  /** Attributes of the node; what agents say of it counts more than what is defined. */
  SortedMap<String, String> attributes(NodeName name) {
    SortedMap<String, String> all = new TreeMap<>();
    node(name)
        .ifPresent(d -> all.putAll(AttributeSets.values(d.attributes(), RuleContext.at(now))));
    NodeState state = snapshot.nodes().get(name);
    if (state != null) {
      all.putAll(state.attributes());
    }
    all.put("#uname", name.value());
    return all;
  }

  /** The fence of the node in the plan. */
  Optional<PlannedAction.Fence> fence(NodeName name) {
    return plan.actions().stream()
        .filter(a -> a instanceof PlannedAction.Fence f && f.node().equals(name))
        .map(PlannedAction.Fence.class::cast)
        .filter(f -> f.mode() != PlannedAction.FenceMode.ON)
        .findFirst();
  }

  /** {@code ", ordered by root@alice: new disk"}, or nothing where no such order is known. */
  String ordered(String key) {
    String by = orders.get(key);
    return by == null ? "" : ", ordered by " + by;
  }
}
