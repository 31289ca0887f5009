package ha.daemon.desk;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.plan.Decision;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which decisions a name that an operator types means. */
final class ResourceNames {
  private ResourceNames() {}

  /** Whether {@code decision} is about {@code wanted}: itself, an instance, or a member of it. */
  static boolean belongs(Decision decision, String wanted, Optional<Definitions> definitions) {
    if (decision.resource().value().equals(wanted)
        || decision.resource().base().equals(wanted)
        || decision.base().value().equals(wanted)) {
      return true;
    }
    TreeSet<String> members = new TreeSet<>();
    definitions.ifPresent(
        d -> d.resources().values().forEach(r -> collect(r, wanted, false, members)));
    return members.contains(decision.resource().base());
  }

  private static void collect(
      ResourceDefinition definition, String wanted, boolean inside, Set<String> members) {
    boolean within = inside || definition.id().value().equals(wanted);
    switch (definition) {
      case Primitive p -> {
        if (within) {
          members.add(p.id().value());
        }
      }
      case Group g -> g.members().forEach(m -> collect(m, wanted, within, members));
      case Clone c -> collect(c.child(), wanted, within, members);
      case ResourceDefinition.Bundle b ->
          b.child().ifPresent(child -> collect(child, wanted, within, members));
    }
  }

  /** {@code decision} with the verdict on one node only. */
  static Decision only(Decision decision, NodeName node) {
    return new Decision(
        decision.resource(),
        decision.base(),
        decision.kind(),
        decision.from(),
        decision.to(),
        decision.activeOn(),
        decision.blocked(),
        decision.reasons(),
        decision.nodes().stream().filter(v -> v.node().equals(node)).toList());
  }
}
