package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Colocation;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resources that must be together in a circle, or together and apart at once. */
final class TogetherChecks {
  private final Definitions definitions;
  private final Findings findings;
  private final Map<ResourceId, ResourceId> whole = new HashMap<>();
  private final Set<ResourceId> copied = new HashSet<>();
  private final Map<ResourceId, ResourceId> sameNodeAs = new LinkedHashMap<>();

  private TogetherChecks(Definitions definitions, Findings findings) {
    this.definitions = definitions;
    this.findings = findings;
    definitions.resources().values().forEach(this::resource);
  }

  static void run(Definitions definitions, Findings findings) {
    TogetherChecks checks = new TogetherChecks(definitions, findings);
    checks.circles();
    checks.contradictions();
  }

  /** Groups of resources that are on one node if they run at all; single ones are left out. */
  static List<List<ResourceId>> bound(Definitions definitions) {
    TogetherChecks checks = new TogetherChecks(definitions, new Findings());
    checks.mandatory().forEach(checks::join);
    Map<ResourceId, List<ResourceId>> byRoot = new LinkedHashMap<>();
    for (ResourceId resource : checks.sameNodeAs.keySet()) {
      byRoot.computeIfAbsent(checks.root(resource), r -> new ArrayList<>()).add(resource);
    }
    byRoot.forEach((root, members) -> members.add(root));
    return List.copyOf(byRoot.values());
  }

  private void resource(ResourceDefinition resource) {
    switch (resource) {
      case Clone clone -> {
        copied.add(clone.child().id());
        whole.put(clone.id(), clone.child().id());
        resource(clone.child());
      }
      case Group group -> group.members().forEach(m -> whole.put(m.id(), group.id()));
      case ResourceDefinition.Primitive primitive -> {}
      case ResourceDefinition.Bundle bundle -> {
        copied.add(bundle.id());
        bundle.child().ifPresent(child -> copied.add(child.id()));
      }
    }
  }

  /** The thing that moves as one: a clone is known by what it copies, a member by its group. */
  private ResourceId whole(ResourceId resource) {
    return whole.getOrDefault(resource, resource);
  }

  private List<Colocation> mandatory() {
    return definitions.constraints().stream()
        .filter(Colocation.class::isInstance)
        .map(Colocation.class::cast)
        .filter(c -> c.score().isInfinite())
        .filter(c -> c.nodeAttribute().equals(ConstraintReader.BY_NODE))
        .toList();
  }

  private List<Colocation> forbidden() {
    return definitions.constraints().stream()
        .filter(Colocation.class::isInstance)
        .map(Colocation.class::cast)
        .filter(c -> c.score().isMinusInfinite())
        .filter(c -> c.nodeAttribute().equals(ConstraintReader.BY_NODE))
        .toList();
  }

  private void circles() {
    Cycles<ResourceId> graph = new Cycles<>();
    for (Colocation together : mandatory()) {
      ResourceId dependent = whole(together.dependent().resource());
      ResourceId with = whole(together.with().resource());
      if (dependent.equals(with)) {
        continue;
      }
      graph
          .path(with, dependent)
          .ifPresentOrElse(path -> circle(path, together), () -> graph.edge(dependent, with));
    }
  }

  private void circle(List<ResourceId> path, Colocation together) {
    List<String> names = new ArrayList<>(path.stream().map(ResourceId::value).toList());
    names.add(names.getFirst());
    findings.error(
        together.position(),
        "each of these follows the other, so none can be placed first: "
            + String.join(" → ", names),
        "a first one that the others follow",
        "remove one of them; together counts both ways where neither can run without the other");
  }

  private void contradictions() {
    mandatory().forEach(this::join);
    for (Colocation apart : forbidden()) {
      Constraint.Reference a = apart.dependent();
      Constraint.Reference b = apart.with();
      boolean direct = mandatory().stream().anyMatch(t -> samePair(t, a, b) || samePair(t, b, a));
      boolean bound =
          single(a) && single(b) && root(whole(a.resource())).equals(root(whole(b.resource())));
      if (direct || bound) {
        findings.error(
            apart.position(),
            "'" + a.resource() + "' and '" + b.resource() + "' must be together and apart",
            "one of the two",
            "remove this, or what keeps them together");
      }
    }
  }

  private static boolean samePair(
      Colocation together, Constraint.Reference a, Constraint.Reference b) {
    return together.dependent().equals(a) && together.with().equals(b);
  }

  private boolean single(Constraint.Reference reference) {
    return reference.role().isEmpty() && !copied.contains(whole(reference.resource()));
  }

  private void join(Colocation together) {
    if (single(together.dependent()) && single(together.with())) {
      ResourceId a = root(whole(together.dependent().resource()));
      ResourceId b = root(whole(together.with().resource()));
      if (!a.equals(b)) {
        sameNodeAs.put(a, b);
      }
    }
  }

  private ResourceId root(ResourceId resource) {
    ResourceId current = resource;
    ResourceId next = sameNodeAs.get(current);
    while (next != null) {
      current = next;
      next = sameNodeAs.get(current);
    }
    return current;
  }
}
