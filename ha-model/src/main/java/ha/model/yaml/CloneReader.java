package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.OptionNames;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads {@code clone:} and {@code promotable:}, with their options under them or beside them. */
final class CloneReader {
  static final String PROMOTABLE = OptionNames.Resource.PROMOTABLE;

  private static final List<String> PROMOTING =
      List.of(OptionNames.Resource.PROMOTED_MAX, OptionNames.Resource.PROMOTED_NODE_MAX);

  private final Reading reading;
  private final OptionReader options;

  CloneReader(Reading reading, OptionReader options) {
    this.reading = reading;
    this.options = options;
  }

  /**
   * How a resource says that it is a clone.
   *
   * @param entry absent: it is none
   * @param beside options of clones that stand beside it
   */
  record Spelling(Optional<Yaml.Entry> entry, SortedMap<String, String> beside) {}

  /** Takes everything that has to do with clones from a resource's keys. */
  Spelling spelling(Fields fields) {
    Optional<Yaml.Entry> clone = fields.entry("clone");
    Optional<Yaml.Entry> promotable = fields.entry(PROMOTABLE);
    if (clone.isPresent() && promotable.isPresent()) {
      reading.findings.error(
          promotable.get().position(),
          fields.owner() + " has both clone and promotable",
          "one of them; promotable means a clone that can be promoted",
          "move what is under clone to promotable");
    }
    SortedMap<String, String> beside = options.beside(fields, Set.of(PROMOTABLE), Scope.CLONE);
    Optional<Yaml.Entry> entry = promotable.or(() -> clone);
    if (entry.isEmpty()) {
      beside.keySet().forEach(option -> refuse(fields, option));
    }
    return new Spelling(entry, beside);
  }

  private void refuse(Fields fields, String option) {
    boolean promoting = PROMOTING.contains(option);
    reading.findings.error(
        fields.entry(option).orElseThrow().position(),
        "'"
            + option
            + "' stands on a resource that is "
            + (promoting ? "not promotable" : "no clone"),
        promoting ? "it beside promotable" : "it beside clone or promotable",
        promoting ? "add promotable: true, or remove it" : "add clone: true, or remove it");
  }

  /** The resource as it is, or the clone of it. */
  Optional<ResourceDefinition> wrapped(ResourceDefinition child, Spelling spelling) {
    return spelling.entry().isEmpty()
        ? Optional.of(child)
        : body(spelling.entry().get())
            .flatMap(body -> clone(child, spelling.entry().get(), body, spelling.beside()));
  }

  private Optional<Yaml.Mapping> body(Yaml.Entry entry) {
    boolean just = entry.value() instanceof Yaml.Scalar scalar && scalar.text().equals("true");
    return just
        ? Optional.of(new Yaml.Mapping(List.of(), 1, entry.position()))
        : reading.values.mapping(
            entry.value(), entry.key(), entry.key() + ": true, or a mapping of options");
  }

  private Optional<ResourceDefinition> clone(
      ResourceDefinition child,
      Yaml.Entry entry,
      Yaml.Mapping body,
      SortedMap<String, String> beside) {
    Fields fields = reading.fields(body, entry.key() + " of '" + child.id() + "'");
    String id = fields.text("id").orElse(standardId(child.id()));
    SortedMap<String, String> plain = options.beside(fields, Scope.RESOURCE, Scope.CLONE);
    for (Map.Entry<String, String> option : beside.entrySet()) {
      if (plain.putIfAbsent(option.getKey(), option.getValue()) != null) {
        reading.findings.error(
            entry.position(),
            "'" + option.getKey() + "' stands both beside " + entry.key() + " and under it",
            "it once",
            "remove one of them");
      }
    }
    if (entry.key().equals(PROMOTABLE)) {
      plain.put(PROMOTABLE, "true");
    }
    needPromotable(fields, plain, entry);
    List<AttributeSet> listed =
        options.listed(fields, id + "-options", Scope.RESOURCE, Scope.CLONE);
    List<AttributeSet> parameters = ResourceReader.parameters(reading, options, fields, id);
    fields.close();
    if (!ResourceNames.check(reading, id, entry.position(), "clone")) {
      return Optional.empty();
    }
    List<AttributeSet> sets = OptionReader.joined(id + "-options", Score.ZERO, plain, listed);
    return Optional.of(new Clone(new ResourceId(id), child, parameters, sets, entry.position()));
  }

  /** What a clone is called where nothing is written. */
  static String standardId(ResourceId child) {
    return child + "-clone";
  }

  private void needPromotable(Fields fields, SortedMap<String, String> plain, Yaml.Entry entry) {
    for (String option : PROMOTING) {
      if (plain.containsKey(option) && !"true".equals(plain.get(PROMOTABLE))) {
        reading.findings.error(
            fields.entry(option).map(Yaml.Entry::position).orElse(entry.position()),
            "'" + option + "' stands on a clone that is not promotable",
            "it beside promotable",
            "write promotable instead of clone, or remove it");
      }
    }
  }
}
