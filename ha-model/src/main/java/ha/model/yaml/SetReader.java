package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.yaml.References.Suffix;
import ha.model.yaml.References.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads sets of resources in constraints. */
final class SetReader {
  private final Reading reading;
  private final References references;

  SetReader(Reading reading, References references) {
    this.reading = reading;
    this.references = references;
  }

  /** What a set is called where nothing is written; counted from 0. */
  static String standardId(String constraint, int index) {
    return constraint + "-set-" + (index + 1);
  }

  /** {@code resources: [a, b.promoted]}, or {@code sets} in full. */
  List<ResourceSet> either(Fields fields, String constraintId) {
    Optional<Yaml> sets = fields.take("sets");
    Optional<Yaml> plain = fields.take("resources");
    if (sets.isPresent() == plain.isPresent()) {
      reading.findings.error(
          fields.position(),
          "a ticket " + (sets.isPresent() ? "has both sets and resources" : "is for nothing"),
          "resources, or sets",
          "write it as resources: [web, db]");
      return List.of();
    }
    return sets.map(value -> sets(value, "sets", constraintId))
        .orElseGet(() ->
            grouped(
                reading.values.each(plain.get(), one -> references.read(one, Suffix.ROLE)),
                constraintId));
  }

  /** One set for each run of neighbours in the same role. */
  private static List<ResourceSet> grouped(List<Target> targets, String constraintId) {
    List<ResourceSet> sets = new ArrayList<>();
    List<ResourceId> members = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      members.add(targets.get(i).resource());
      boolean last = i + 1 == targets.size();
      if (last || !targets.get(i + 1).role().equals(targets.get(i).role())) {
        String id = standardId(constraintId, sets.size());
        sets.add(ConstraintReader.plainSet(id, members, targets.get(i).role()));
        members.clear();
      }
    }
    return sets;
  }

  List<ResourceSet> needed(Fields fields, String key, String constraintId) {
    return fields.take(key).map(value -> sets(value, key, constraintId)).orElse(List.of());
  }

  private List<ResourceSet> sets(Yaml value, String what, String constraintId) {
    Optional<Yaml.Sequence> list =
        reading.values.sequence(value, what, "[{resources: [a, b]}, {resources: [c]}]");
    List<ResourceSet> sets = new ArrayList<>();
    for (Yaml item : list.map(Yaml.Sequence::items).orElse(List.of())) {
      String id = standardId(constraintId, sets.size());
      reading
          .values
          .mapping(item, "a set of resources", "{resources: [a, b]}")
          .ifPresent(mapping -> sets.add(set(mapping, id)));
    }
    return sets;
  }

  private ResourceSet set(Yaml.Mapping mapping, String standardId) {
    Fields fields = reading.fields(mapping, "a set of resources");
    String id = fields.id(standardId);
    List<Target> targets =
        fields
            .need("resources", "[a, b]")
            .map(v -> reading.values.each(v, one -> references.read(one, Suffix.NONE)))
            .orElse(List.of());
    Optional<Role> role = fields.word("role", Role.class);
    Optional<String> action =
        fields.take("action").flatMap(v -> reading.values.word(v, "action", References.ACTIONS));
    boolean sequential = fields.flag("sequential").orElse(true);
    boolean requireAll = fields.flag("require-all").orElse(true);
    boolean listedOrder = fields.flag("listed-order").orElse(true);
    var score = fields.score("score");
    var kind = fields.word("kind", OrderKind.class);
    fields.close();
    for (Target target : targets) {
      String name = target.resource().value();
      role.ifPresent(r -> references.suits(name, Words.of(r), target.position()));
      action.ifPresent(a -> references.suits(name, a, target.position()));
    }
    List<ResourceId> members = targets.stream().map(Target::resource).toList();
    return new ResourceSet(
        id, members, sequential, requireAll, role, action, score, kind, listedOrder);
  }
}
