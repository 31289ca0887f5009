package ha.model.yaml;

import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which names definitions hold, and which ids occur more than once in them. */
final class WrittenIds {
  private final Set<String> targets = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> ambiguous = new HashSet<>();

  private WrittenIds() {}

  static WrittenIds of(Definitions definitions) {
    WrittenIds ids = new WrittenIds();
    ids.sets(definitions.clusterOptions());
    definitions.nodes().values().forEach(node -> ids.sets(node.attributes()));
    definitions.nodes().values().forEach(node -> ids.sets(node.utilization()));
    definitions.resources().values().forEach(ids::resource);
    definitions.constraints().forEach(ids::constraint);
    ids.sets(definitions.resourceDefaults());
    ids.sets(definitions.operationDefaults());
    ids.targets.addAll(definitions.tags().keySet());
    return ids;
  }

  /** Names that a reference may mean. */
  Set<String> targets() {
    return targets;
  }

  /** Ids that more than one thing has. */
  Set<String> ambiguous() {
    return ambiguous;
  }

  private void id(String id) {
    if (!seen.add(id)) {
      ambiguous.add(id);
    }
  }

  private void sets(List<AttributeSet> sets) {
    for (AttributeSet set : sets) {
      id(set.id());
      set.rule().ifPresent(this::rule);
    }
  }

  private void rule(Rule rule) {
    id(rule.id());
    for (Rule.Expression expression : rule.expressions()) {
      if (expression instanceof Rule.Expression.Nested nested) {
        rule(nested.rule());
      }
    }
  }

  private void resource(ResourceDefinition resource) {
    targets.add(resource.id().value());
    sets(resource.options());
    switch (resource) {
      case Primitive primitive -> {
        sets(primitive.parameters());
        sets(primitive.utilization());
        primitive.fromTemplate().ifPresent(targets::add);
        for (OperationDefinition operation : primitive.operations()) {
          id(operation.id());
          sets(operation.options());
          sets(operation.parameters());
        }
      }
      case Group group -> {
        sets(group.parameters());
        group.members().forEach(this::resource);
      }
      case Clone clone -> {
        sets(clone.parameters());
        resource(clone.child());
      }
      case ResourceDefinition.Bundle bundle -> bundle.child().ifPresent(this::resource);
    }
  }

  private void constraint(Constraint constraint) {
    id(constraint.id());
    switch (constraint) {
      case Constraint.Location location -> {
        if (location.preference() instanceof Constraint.Preference.ByRule by) {
          by.rules().forEach(scored -> rule(scored.rule()));
        }
      }
      case Constraint.ColocationSets sets -> sets.sets().forEach(set -> id(set.id()));
      case Constraint.OrderSets sets -> sets.sets().forEach(set -> id(set.id()));
      case Constraint.Ticket ticket -> ticket.resources().forEach(set -> id(set.id()));
      case Constraint.Colocation colocation -> {}
      case Constraint.Order order -> {}
    }
  }
}
