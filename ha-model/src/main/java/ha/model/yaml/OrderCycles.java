package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Order;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.OrderSets;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mandatory orders that wait for each other. Constraints are added one by one; one that closes a
 * cycle is told of and left out, so that each cycle is told of once.
 */
final class OrderCycles {
  /** Begin or end of an action; a group's action begins before and ends after its members'. */
  private record Moment(String resource, String action, boolean end) {}

  private record Wait(Moment before, Moment after, SourcePosition position) {}

  private final Cycles<Moment> graph = new Cycles<>();
  private final Map<ResourceId, ResourceId> copiedBy = new HashMap<>();
  private final Findings findings;

  private OrderCycles(Findings findings) {
    this.findings = findings;
  }

  static void run(Definitions definitions, Findings findings) {
    OrderCycles cycles = new OrderCycles(findings);
    definitions.resources().values().forEach(cycles::resource);
    for (Constraint constraint : definitions.constraints()) {
      cycles.waits(constraint).forEach(cycles::add);
    }
  }

  private void resource(ResourceDefinition resource) {
    switch (resource) {
      case Clone clone -> {
        copiedBy.put(clone.id(), clone.child().id());
        resource(clone.child());
      }
      case Group group -> {
        actions(group.id().value());
        Moment last = new Moment(group.id().value(), ConstraintReader.START, false);
        for (ResourceDefinition member : group.members()) {
          actions(member.id().value());
          graph.edge(last, new Moment(member.id().value(), ConstraintReader.START, false));
          last = new Moment(member.id().value(), ConstraintReader.START, true);
        }
        graph.edge(last, new Moment(group.id().value(), ConstraintReader.START, true));
      }
      case ResourceDefinition.Primitive primitive -> actions(primitive.id().value());
      case ResourceDefinition.Bundle bundle -> {
        actions(bundle.id().value());
        bundle.child().ifPresent(child -> actions(child.id().value()));
      }
    }
  }

  /** Every action ends after it began; promotion follows the start, stopping the demotion. */
  private void actions(String resource) {
    for (String action : References.ACTIONS) {
      graph.edge(new Moment(resource, action, false), new Moment(resource, action, true));
    }
    graph.edge(
        new Moment(resource, ConstraintReader.START, true), new Moment(resource, "promote", false));
    graph.edge(new Moment(resource, "demote", true), new Moment(resource, "stop", false));
  }

  private Moment moment(ResourceId resource, String action, boolean end) {
    return new Moment(copiedBy.getOrDefault(resource, resource).value(), action, end);
  }

  private List<Wait> waits(Constraint constraint) {
    return switch (constraint) {
      case Order order when order.kind() == OrderKind.MANDATORY ->
          List.of(
              new Wait(
                  moment(order.first().resource(), order.first().action(), true),
                  moment(order.then().resource(), order.then().action(), false),
                  order.position()));
      case OrderSets sets when sets.kind() == OrderKind.MANDATORY -> waits(sets);
      case Order order -> List.of();
      case OrderSets sets -> List.of();
      case Constraint.Location location -> List.of();
      case Constraint.Colocation colocation -> List.of();
      case Constraint.ColocationSets sets -> List.of();
      case Constraint.Ticket ticket -> List.of();
    };
  }

  private List<Wait> waits(OrderSets sets) {
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < sets.sets().size(); i++) {
      ResourceSet set = sets.sets().get(i);
      if (set.sequential()) {
        for (int m = 1; m < set.members().size(); m++) {
          waits.add(wait(set, m - 1, set, m, sets.position()));
        }
      }
      if (i > 0) {
        ResourceSet before = sets.sets().get(i - 1);
        for (int a = 0; a < before.members().size(); a++) {
          for (int b = 0; b < set.members().size(); b++) {
            waits.add(wait(before, a, set, b, sets.position()));
          }
        }
      }
    }
    return waits;
  }

  private Wait wait(ResourceSet a, int first, ResourceSet b, int then, SourcePosition position) {
    return new Wait(
        moment(a.members().get(first), a.action().orElse(ConstraintReader.START), true),
        moment(b.members().get(then), b.action().orElse(ConstraintReader.START), false),
        position);
  }

  private void add(Wait wait) {
    graph
        .path(wait.after(), wait.before())
        .ifPresentOrElse(
            path -> tell(path, wait.position()), () -> graph.edge(wait.before(), wait.after()));
  }

  private void tell(List<Moment> path, SourcePosition position) {
    Set<String> steps = new LinkedHashSet<>();
    for (Moment moment : path) {
      boolean start = moment.action().equals(ConstraintReader.START);
      steps.add(moment.resource() + (start ? "" : "." + moment.action()));
    }
    List<String> cycle = new ArrayList<>(steps);
    cycle.add(cycle.getFirst());
    findings.error(
        position,
        "these wait for each other without end: " + String.join(" → ", cycle),
        "an order with a beginning",
        "remove this order or one of the others in the cycle");
  }
}
