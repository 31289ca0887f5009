package ha.model.yaml;

import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether each agent is given what it needs, and no two the same of what is there once. */
final class ParameterChecks {
  private final Reading reading;

  /** Who has the values of a unique group. */
  private final Map<Claim, Primitive> claimed = new HashMap<>();

  private record Claim(AgentRef agent, SortedMap<String, String> values) {}

  private ParameterChecks(Reading reading) {
    this.reading = reading;
  }

  static void run(Definitions definitions, Reading reading) {
    ParameterChecks checks = new ParameterChecks(reading);
    definitions.resources().values().forEach(r -> checks.resource(r, List.of()));
  }

  private void resource(ResourceDefinition resource, List<AttributeSet> handedDown) {
    switch (resource) {
      case Primitive primitive -> primitive(primitive, joined(primitive.parameters(), handedDown));
      case Group group ->
          group.members().forEach(m -> resource(m, joined(group.parameters(), handedDown)));
      case Clone clone -> resource(clone.child(), joined(clone.parameters(), handedDown));
      case ResourceDefinition.Bundle bundle ->
          bundle.child().ifPresent(child -> resource(child, handedDown));
    }
  }

  private static List<AttributeSet> joined(List<AttributeSet> own, List<AttributeSet> handedDown) {
    List<AttributeSet> all = new ArrayList<>(own);
    all.addAll(handedDown);
    return all;
  }

  private void primitive(Primitive primitive, List<AttributeSet> parameters) {
    Optional<AgentSchema> schema = reading.schema(primitive.agent());
    if (schema.isEmpty()) {
      return;
    }
    SortedSet<String> given = new TreeSet<>();
    parameters.forEach(set -> given.addAll(set.values().keySet()));
    List<String> missing =
        schema.get().parameters().stream()
            .filter(AgentSchema.Parameter::required)
            .map(AgentSchema.Parameter::name)
            .filter(name -> !given.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      reading.findings.add(
          schema.get().binding(),
          primitive.position(),
          "resource '"
              + primitive.id()
              + "' lacks what agent '"
              + primitive.agent()
              + "' needs: "
              + String.join(", ", missing),
          "it under with",
          "write with: {" + missing.getFirst() + ": …}");
    }
    unique(primitive, parameters, schema.get());
  }

  /** Values that depend on a rule may never meet; they are left to the agents. */
  private void unique(Primitive primitive, List<AttributeSet> parameters, AgentSchema schema) {
    SortedMap<String, SortedMap<String, String>> groups = new TreeMap<>();
    for (AgentSchema.Parameter parameter : schema.parameters()) {
      Optional<String> value =
          parameters.stream()
              .filter(set -> set.rule().isEmpty())
              .flatMap(set -> Optional.ofNullable(set.values().get(parameter.name())).stream())
              .findFirst();
      if (parameter.uniqueGroup().isPresent() && value.isPresent()) {
        groups
            .computeIfAbsent(parameter.uniqueGroup().get(), g -> new TreeMap<>())
            .put(parameter.name(), value.get());
      }
    }
    for (SortedMap<String, String> values : groups.values()) {
      Primitive first = claimed.putIfAbsent(new Claim(primitive.agent(), values), primitive);
      if (first != null) {
        reading.findings.add(
            schema.binding(),
            primitive.position(),
            "resources '"
                + first.id()
                + "' and '"
                + primitive.id()
                + "' have the same "
                + String.join(", ", values.keySet()),
            "another value for each resource of agent '" + primitive.agent() + "'",
            "change one of them; the other one stands at " + first.position());
      }
    }
  }
}
