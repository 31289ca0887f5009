package ha.daemon.controller;

import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.ledger.ClusterRecord;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The record, and the definitions in force as it holds them. */
record View(ClusterRecord record, Optional<Definitions> defined) {
  boolean isDefined() {
    return defined.isPresent();
  }

  Definitions definitions() {
    return defined.orElseThrow();
  }

  /** Names of all primitives, without numbers of instances. */
  SortedSet<String> primitives() {
    TreeSet<String> names = new TreeSet<>();
    defined.ifPresent(d -> d.resources().values().forEach(r -> addPrimitives(r, names)));
    return names;
  }

  private static void addPrimitives(ResourceDefinition resource, Set<String> names) {
    switch (resource) {
      case ResourceDefinition.Primitive p -> names.add(p.id().base());
      case ResourceDefinition.Group g -> g.members().forEach(m -> addPrimitives(m, names));
      case ResourceDefinition.Clone c -> addPrimitives(c.child(), names);
      case ResourceDefinition.Bundle b -> b.child().ifPresent(child -> addPrimitives(child, names));
    }
  }
}
