package ha.model.yaml;

import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Option;
import ha.model.definition.OptionTable.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads options where they stand as keys, and lists of sets with priorities and rules. */
final class OptionReader {
  private final Reading reading;
  private final RuleReader rules;

  OptionReader(Reading reading) {
    this.reading = reading;
    this.rules = new RuleReader(reading);
  }

  /** How the values of a set are read. */
  @FunctionalInterface
  interface ValueReader {
    /** The value's text, or empty after a finding. */
    Optional<String> read(Yaml.Entry entry);
  }

  /** Options of these scopes among the keys of a mapping. */
  SortedMap<String, String> beside(Fields fields, Scope... scopes) {
    return beside(fields, Set.of(), scopes);
  }

  /** As above, leaving out keys that mean something else there. */
  SortedMap<String, String> beside(Fields fields, Set<String> except, Scope... scopes) {
    SortedMap<String, String> found = new TreeMap<>();
    options(scopes)
        .filter(option -> !except.contains(option.name()))
        .forEach(option ->
            fields
                .take(option.name())
                .flatMap(value -> value(option, value))
                .ifPresent(text -> found.put(option.name(), text)));
    if (Arrays.equals(scopes, new Scope[] {Scope.CLONE})) {
      return found; // The user's own options belong to the resource, not to its being a clone.
    }
    for (Yaml.Entry own : fields.startingWith(OptionTable.OWN_PREFIX)) {
      reading.values.text(own.value(), own.key()).ifPresent(text -> found.put(own.key(), text));
    }
    return found;
  }

  /** The key {@code options}: a list of sets. */
  List<AttributeSet> listed(Fields fields, String standardId, Scope... scopes) {
    return fields
        .take("options")
        .flatMap(value ->
            reading.values.sequence(
                value, "options", "- {rule: …, values: {…}}; plain options stand beside"))
        .map(list -> sets(list, standardId, optionsOf(scopes)))
        .orElse(List.of());
  }

  /** Plain options first, as one set that always holds, then the listed ones. */
  static List<AttributeSet> joined(
      String id, Score priority, SortedMap<String, String> plain, List<AttributeSet> listed) {
    List<AttributeSet> all = new ArrayList<>();
    if (!plain.isEmpty()) {
      all.add(new AttributeSet(id, priority, Optional.empty(), plain));
    }
    all.addAll(listed);
    return all;
  }

  /** Either plain values, which make one set of that id, or a list of sets. */
  List<AttributeSet> sets(Yaml value, String what, String id, ValueReader reader) {
    return switch (value) {
      case Yaml.Mapping mapping -> joined(id, Score.ZERO, plain(mapping, reader), List.of());
      case Yaml.Sequence list -> sets(list, id, reader);
      case Yaml.Scalar scalar -> {
        reading.values.wrong(scalar, what, "a mapping", "write it as " + what + ": {name: value}");
        yield List.of();
      }
    };
  }

  SortedMap<String, String> plain(Yaml.Mapping mapping, ValueReader reader) {
    SortedMap<String, String> found = new TreeMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      reader.read(entry).ifPresent(text -> found.put(entry.key(), text));
    }
    return found;
  }

  List<AttributeSet> sets(Yaml.Sequence list, String standardId, ValueReader reader) {
    List<AttributeSet> sets = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      String standard = listedId(standardId, i);
      reading
          .values
          .mapping(list.items().get(i), "a set", "{values: {…}}")
          .ifPresent(mapping -> sets.add(set(mapping, standard, reader)));
    }
    return sets;
  }

  /** What the set at this place of a list is called where nothing is written. */
  static String listedId(String standardId, int index) {
    return standardId + "-" + (index + 1);
  }

  private AttributeSet set(Yaml.Mapping mapping, String standardId, ValueReader reader) {
    Fields fields = reading.fields(mapping, "a set");
    String id = fields.id(standardId);
    Score priority = fields.score("priority").orElse(Score.ZERO);
    var rule = fields.take("rule").flatMap(value -> rules.read(value, id + "-rule"));
    SortedMap<String, String> values =
        fields
            .need("values", "{name: value}")
            .flatMap(value -> reading.values.mapping(value, "values", "{name: value}"))
            .map(found -> plain(found, reader))
            .orElseGet(TreeMap::new);
    fields.close();
    return new AttributeSet(id, priority, rule, values);
  }

  /** Reads options of these scopes in a set. */
  ValueReader optionsOf(Scope... scopes) {
    return entry -> {
      Optional<Option> option =
          options(scopes).filter(known -> known.name().equals(entry.key())).findFirst();
      if (option.isPresent()) {
        return value(option.get(), entry.value());
      }
      if (entry.key().startsWith(OptionTable.OWN_PREFIX)) {
        return reading.values.text(entry.value(), entry.key());
      }
      List<String> names = options(scopes).map(Option::name).toList();
      reading.findings.error(
          entry.position(),
          "unknown option '" + entry.key() + "'",
          "an option that docs/DEFINITIONS.md lists, or one of your own that begins with x-",
          Words.meant(entry.key(), names));
      return Optional.empty();
    };
  }

  /** An option's value as text, checked. */
  Optional<String> value(Option option, Yaml value) {
    Values values = reading.values;
    String name = option.name();
    return switch (option.type()) {
      case BOOLEAN -> values.flag(value, name).map(flag -> Boolean.toString(flag));
      case DURATION -> values.durationText(value, name);
      case COUNT ->
          values.whole(value, name, 0, Integer.MAX_VALUE).map(count -> Integer.toString(count));
      case LIMIT -> limit(value, name);
      case SCORE -> values.score(value, name).map(Score::toString);
      case WORD -> values.word(value, name, option.words());
      case TEXT -> values.text(value, name);
    };
  }

  private Optional<String> limit(Yaml value, String name) {
    Optional<String> text = reading.values.text(value, name);
    return text.filter(written -> {
      boolean good = written.equals("INFINITY") || written.matches("0|[1-9][0-9]{0,8}");
      if (!good) {
        reading.values.wrong(value, name, "a whole number from 0, or INFINITY", "");
      }
      return good;
    });
  }

  private static Stream<Option> options(Scope... scopes) {
    return Arrays.stream(scopes).flatMap(scope -> OptionTable.of(scope).stream());
  }
}
