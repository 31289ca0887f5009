package ha.cli.command;

import ha.cli.CommandFailure;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A resource and the parameters that its agent is given by hand.
 *
 * @param left what had to be left out, for people
 */
record RunnableResource(
    Primitive primitive, SortedMap<String, String> parameters, Optional<String> left) {
  /** One of them with what it inherits. */
  private record Found(Primitive primitive, List<AttributeSet> sets) {}

  /**
   * Finds it by its name, or the name of one of its copies.
   *
   * @throws CommandFailure if there is none
   */
  static RunnableResource of(Definitions definitions, String name) {
    List<Found> all = new ArrayList<>();
    definitions.resources().values().forEach(r -> collect(r, List.of(), all));
    int colon = name.indexOf(':');
    String base = colon < 0 ? name : name.substring(0, colon);
    Found found =
        all.stream()
            .filter(f -> f.primitive().id().value().equals(base))
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    Names.notFound(
                        "resource with an agent",
                        base,
                        all.stream().map(f -> f.primitive().id().value()).toList())));
    return resolved(found);
  }

  private static void collect(
      ResourceDefinition resource, List<AttributeSet> inherited, List<Found> all) {
    switch (resource) {
      case Primitive primitive ->
          all.add(new Found(primitive, joined(primitive.parameters(), inherited)));
      case Group group ->
          group.members().forEach(m -> collect(m, joined(group.parameters(), inherited), all));
      case Clone clone -> collect(clone.child(), joined(clone.parameters(), inherited), all);
      case ResourceDefinition.Bundle bundle ->
          bundle.child().ifPresent(child -> collect(child, inherited, all));
    }
  }

  private static List<AttributeSet> joined(List<AttributeSet> own, List<AttributeSet> inherited) {
    List<AttributeSet> all = new ArrayList<>(own);
    all.sort(Comparator.comparing(AttributeSet::priority).reversed());
    all.addAll(inherited);
    return all;
  }

  /** Rules depend on the cluster's state, which a command by hand knows nothing of. */
  private static RunnableResource resolved(Found found) {
    SortedMap<String, String> parameters = new TreeMap<>();
    List<String> left = new ArrayList<>();
    for (AttributeSet set : found.sets()) {
      if (set.rule().isPresent()) {
        left.add(set.id());
      } else {
        set.values().forEach((key, value) -> parameters.putIfAbsent(key, value));
      }
    }
    return new RunnableResource(
        found.primitive(),
        parameters,
        left.isEmpty()
            ? Optional.empty()
            : Optional.of("left out, because rules decide on them: " + String.join(", ", left)));
  }
}
