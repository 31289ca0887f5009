package ha.policy.why;

import ha.model.ResourceId;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.Decision;
import ha.model.plan.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The other resource of a constraint that speaks of two. */
final class Partners {
  private final Known known;

  Partners(Known known) {
    this.known = known;
  }

  /** The resource on which {@code mine} depends by the reason's constraint. */
  Optional<ResourceId> of(Reason reason, ResourceId mine) {
    Optional<ResourceId> neighbour = inGroup(reason, mine);
    if (neighbour.isPresent()) {
      return neighbour;
    }
    List<ResourceId> others =
        known.constraint(reason.definition()).stream()
            .flatMap(Partners::resources)
            .flatMap(name -> meant(name).stream())
            .filter(other -> !known.top(other).equals(known.top(mine)))
            .distinct()
            .toList();
    return others.stream()
        .filter(other -> mentions(reason.text(), other))
        .findFirst()
        .or(() -> others.stream().findFirst());
  }

  /** The member of the same group that the reason names, where the group is the reason. */
  private Optional<ResourceId> inGroup(Reason reason, ResourceId mine) {
    return known.chain(mine).stream()
        .filter(d -> reason.definition().equals(Optional.of(d.id().value())))
        .filter(ResourceDefinition.Group.class::isInstance)
        .flatMap(d -> ((ResourceDefinition.Group) d).members().stream())
        .map(ResourceDefinition.Primitive::id)
        .filter(id -> !id.equals(mine) && mentions(reason.text(), id))
        .findFirst();
  }

  /** A tag means several. */
  private List<ResourceId> meant(ResourceId name) {
    List<ResourceId> tagged = known.definitions.tags().get(name.value());
    return tagged == null ? List.of(name) : tagged;
  }

  private boolean mentions(String text, ResourceId resource) {
    return Stream.concat(
            Stream.of(resource.value()),
            known.decisions(resource.value()).stream()
                .map(Decision::resource)
                .map(Object::toString))
        .anyMatch(name -> (" " + text + " ").contains(" " + name + " "));
  }

  private static Stream<ResourceId> resources(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Colocation c -> Stream.of(c.with().resource(), c.dependent().resource());
      case Constraint.Order o -> Stream.of(o.first().resource(), o.then().resource());
      case Constraint.ColocationSets c -> members(c.sets());
      case Constraint.OrderSets o -> members(o.sets());
      case Constraint.Location ignored -> Stream.empty();
      case Constraint.Ticket ignored -> Stream.empty();
    };
  }

  private static Stream<ResourceId> members(List<ResourceSet> sets) {
    return sets.stream().flatMap(set -> set.members().stream());
  }
}
