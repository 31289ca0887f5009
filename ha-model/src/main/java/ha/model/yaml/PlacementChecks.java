package ha.model.yaml;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Resources that no node can ever run, as far as plain locations tell. */
final class PlacementChecks {
  private final Definitions definitions;
  private final Reading reading;
  private final Map<ResourceId, Set<NodeName>> never = new LinkedHashMap<>();
  private final Map<ResourceId, SourcePosition> lastPlace = new LinkedHashMap<>();
  private final Set<ResourceId> wanted = new HashSet<>();
  private final Set<ResourceId> told = new HashSet<>();
  private boolean patterns;

  private PlacementChecks(Definitions definitions, Reading reading) {
    this.definitions = definitions;
    this.reading = reading;
  }

  static void run(Definitions definitions, Reading reading) {
    boolean complete = reading.names.nodes().size() == definitions.nodes().size();
    if (complete && !definitions.nodes().isEmpty()) {
      new PlacementChecks(definitions, reading).run();
    }
  }

  private void run() {
    for (Constraint constraint : definitions.constraints()) {
      if (constraint instanceof Location location) {
        location(location);
      }
    }
    never.forEach((resource, nodes) -> check(List.of(resource)));
    TogetherChecks.bound(definitions).forEach(this::check);
    if (Clusterwide.option(definitions, OptionNames.Cluster.SYMMETRIC).equals("false")) {
      definitions.resources().values().forEach(this::unwanted);
    }
  }

  private void location(Location location) {
    if (!(location.resources() instanceof Selector.Ids ids)) {
      patterns = true;
      return;
    }
    switch (location.preference()) {
      case Preference.OfNode of when of.score().isMinusInfinite() && location.role().isEmpty() -> {
        for (ResourceId resource : ids.ids()) {
          never.computeIfAbsent(resource, r -> new TreeSet<>()).add(of.node());
          lastPlace.put(resource, location.position());
        }
      }
      case Preference.OfNode of -> wanted.addAll(ids.ids());
      case Preference.ByRule by -> wanted.addAll(ids.ids());
    }
  }

  /** Whether resources that share a node have one left. */
  private void check(List<ResourceId> bound) {
    Set<NodeName> left = new TreeSet<>(definitions.nodes().keySet());
    List<String> guilty = new ArrayList<>();
    SourcePosition place = SourcePosition.NONE;
    for (ResourceId resource : bound) {
      Set<NodeName> barred = never.getOrDefault(resource, Set.of());
      if (!barred.isEmpty() && left.removeAll(barred)) {
        guilty.add("'" + resource + "'");
        place = lastPlace.getOrDefault(resource, place);
      }
    }
    if (left.isEmpty() && bound.stream().noneMatch(told::contains)) {
      told.addAll(bound);
      reading.findings.error(
          place,
          guilty.size() == 1
              ? guilty.getFirst() + " may run on no node: never is said of each"
              : String.join(" and ", guilty)
                  + " must be together, but never is said of each node for one of them",
          "at least one node that is allowed",
          "write a number instead of never for one of the nodes");
    }
  }

  private void unwanted(ResourceDefinition resource) {
    ResourceId name = ResourceWriter.name(resource);
    boolean named = wanted.contains(name) || wanted.contains(resource.id());
    boolean bound =
        definitions.constraints().stream()
            .anyMatch(c ->
                c instanceof Constraint.Colocation together
                    && (together.dependent().resource().equals(name)
                        || together.dependent().resource().equals(resource.id())));
    if (!named && !patterns && !bound && definitions.tags().isEmpty()) {
      reading.findings.error(
          resource.position(),
          "'" + name + "' may run on no node: symmetric is false and nothing names a node for it",
          "prefers, or a location",
          "write prefers: {NODE: 100}, or remove symmetric: false");
    }
  }
}
