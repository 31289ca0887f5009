package ha.model.yaml;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Preference.ScoredRule;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Rule;
import ha.model.yaml.References.Suffix;
import ha.model.yaml.References.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the constraint {@code location}. */
final class LocationReader {
  private final Reading reading;
  private final References references;
  private final RuleReader rules;

  LocationReader(Reading reading, References references) {
    this.reading = reading;
    this.references = references;
    this.rules = new RuleReader(reading);
  }

  Optional<Constraint> read(Fields fields) {
    Yaml value = fields.take("location").orElseThrow();
    Optional<Selector> selector = selector(value);
    String id =
        fields
            .take("id")
            .flatMap(v -> reading.values.text(v, "id").filter(i -> claimed(i, v)))
            .orElseGet(() ->
                reading.ids.unique(
                    selector.map(LocationReader::standardId).orElse("location"),
                    fields.position()));
    Optional<Role> role = fields.word("role", Role.class);
    if (role.isPresent() && selector.isPresent() && selector.get() instanceof Selector.Ids ids) {
      ids.ids().forEach(i -> references.suits(i.value(), Words.of(role.get()), value.position()));
    }
    Discovery discovery = fields.word("discovery", Discovery.class).orElse(Discovery.ALWAYS);
    Optional<Preference> preference = preference(fields, id);
    return selector.flatMap(
        s -> preference.map(p -> new Location(id, s, role, p, discovery, fields.position())));
  }

  private boolean claimed(String id, Yaml value) {
    return reading.ids.claim(id, value.position());
  }

  /** What a location is called where nothing is written. */
  static String standardId(Selector selector) {
    return switch (selector) {
      case Selector.Ids ids ->
          ids.ids().isEmpty() ? "location" : "location-" + ids.ids().getFirst();
      case Selector.Pattern pattern -> "location-pattern";
    };
  }

  private Optional<Selector> selector(Yaml value) {
    if (value instanceof Yaml.Mapping mapping) {
      return pattern(mapping);
    }
    List<Target> targets = reading.values.each(value, one -> references.read(one, Suffix.NONE));
    List<ResourceId> ids = targets.stream().map(Target::resource).toList();
    return Optional.of(new Selector.Ids(ids));
  }

  private Optional<Selector> pattern(Yaml.Mapping mapping) {
    Fields fields = reading.fields(mapping, "location");
    Optional<Yaml> matching = fields.take("matching");
    Optional<Yaml> not = fields.take("not-matching");
    fields.close();
    if (matching.isPresent() == not.isPresent()) {
      reading.values.wrong(
          mapping,
          "location",
          "a resource, a list of resources, {matching: …} or {not-matching: …}",
          "write it as in location: web");
      return Optional.empty();
    }
    return DeviceReader.pattern(reading, matching.or(() -> not).orElseThrow(), "the pattern")
        .map(text -> new Selector.Pattern(text, not.isPresent()));
  }

  private Optional<Preference> preference(Fields fields, String id) {
    Optional<Yaml> node = fields.take("node");
    Optional<Yaml> rule = fields.take("rule");
    Optional<Yaml> several = fields.take("rules");
    long given = List.of(node, rule, several).stream().filter(Optional::isPresent).count();
    if (given != 1) {
      reading.findings.error(
          fields.position(),
          given == 0
              ? "a location says nothing of nodes"
              : "a location has more than one of node, rule and rules",
          "one of node, rule, rules",
          "write it as in {location: web, node: alice, score: 50}");
      fields.take("score");
      fields.take("score-attribute");
      return Optional.empty();
    }
    if (node.isPresent()) {
      Optional<NodeName> name = NodeNames.read(reading, node.get());
      Optional<Score> score = neededScore(fields);
      return name.flatMap(n -> score.map(s -> new Preference.OfNode(n, s)));
    }
    if (rule.isPresent()) {
      return scored(fields, rule.get(), ruleId(id, 0))
          .map(only -> new Preference.ByRule(List.of(only)));
    }
    return Optional.of(new Preference.ByRule(rules(several.get(), id)));
  }

  /** What the rule at this place of a location is called where nothing is written. */
  static String ruleId(String constraint, int index) {
    return constraint + "-rule-" + (index + 1);
  }

  private Optional<Score> neededScore(Fields fields) {
    return fields.need("score", "100").flatMap(value -> reading.values.score(value, "score"));
  }

  private Optional<ScoredRule> scored(Fields fields, Yaml rule, String id) {
    Optional<String> attribute = fields.text("score-attribute");
    Optional<Score> score =
        attribute.isPresent()
            ? Optional.of(fields.score("score").orElse(Score.ZERO))
            : neededScore(fields);
    Optional<Rule> read = rules.read(rule, id);
    return read.flatMap(r -> score.map(s -> new ScoredRule(r, s, attribute)));
  }

  private List<ScoredRule> rules(Yaml value, String id) {
    Optional<Yaml.Sequence> list =
        reading.values.sequence(value, "rules", "[{rule: {…}, score: 50}]");
    List<ScoredRule> found = new ArrayList<>();
    for (Yaml item : list.map(Yaml.Sequence::items).orElse(List.of())) {
      Optional<Yaml.Mapping> mapping =
          reading.values.mapping(item, "a scored rule", "{rule: {…}, score: 50}");
      mapping.ifPresent(m -> {
        Fields fields = reading.fields(m, "a scored rule");
        String ruleId = ruleId(id, found.size());
        fields
            .need("rule", "{attribute: rack, is: a}")
            .flatMap(rule -> scored(fields, rule, ruleId))
            .ifPresent(found::add);
        fields.close();
      });
    }
    return found;
  }
}
