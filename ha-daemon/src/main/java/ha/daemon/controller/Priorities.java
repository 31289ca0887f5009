package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;

/** Priorities of resources, as written without rules. */
final class Priorities {
  private Priorities() {}

  /** Priority of {@code instance}'s resource, or of what holds it; 0 where none is given. */
  static long of(Definitions definitions, ResourceId instance) {
    String base = instance.base();
    return definitions.resources().values().stream()
        .filter(d -> holds(d, base))
        .mapToLong(Priorities::own)
        .findFirst()
        .orElse(0);
  }

  private static boolean holds(ResourceDefinition definition, String base) {
    if (definition.id().value().equals(base)) {
      return true;
    }
    return switch (definition) {
      case Primitive ignored -> false;
      case Group g -> g.members().stream().anyMatch(m -> m.id().value().equals(base));
      case Clone c -> holds(c.child(), base);
      case ResourceDefinition.Bundle b ->
          b.child().map(child -> child.id().value().equals(base)).orElse(false);
    };
  }

  private static long own(ResourceDefinition definition) {
    return definition.options().stream()
        .map(set -> set.values().get(OptionNames.Resource.PRIORITY))
        .filter(value -> value != null && value.matches("-?[0-9]{1,9}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
