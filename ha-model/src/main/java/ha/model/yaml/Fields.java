package ha.model.yaml;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of one mapping. Whatever was never asked for is told of by {@link #close}. */
final class Fields {
  /** Longer lists of valid keys help nobody. */
  private static final int MOST_LISTED = 14;

  private final Reading reading;
  private final Yaml.Mapping mapping;
  private final String owner;
  private final Set<String> known = new LinkedHashSet<>();

  /** {@code owner}: whose keys these are, for people, as in {@code node 'alice'}. */
  Fields(Reading reading, Yaml.Mapping mapping, String owner) {
    this.reading = reading;
    this.mapping = mapping;
    this.owner = owner;
  }

  SourcePosition position() {
    return mapping.position();
  }

  String owner() {
    return owner;
  }

  boolean has(String key) {
    return mapping.find(key).isPresent();
  }

  Optional<Yaml> take(String key) {
    return entry(key).map(Yaml.Entry::value);
  }

  Optional<Yaml.Entry> entry(String key) {
    known.add(key);
    return mapping.find(key);
  }

  /** The value of a key that must be there. */
  Optional<Yaml> need(String key, String example) {
    Optional<Yaml> value = take(key);
    if (value.isEmpty()) {
      reading.findings.error(
          mapping.position(),
          owner + " lacks '" + key + "'",
          "the key " + key,
          "write " + key + ": " + example);
    }
    return value;
  }

  /** All entries whose key begins with {@code prefix}; they count as asked for. */
  List<Yaml.Entry> startingWith(String prefix) {
    List<Yaml.Entry> found =
        mapping.entries().stream().filter(entry -> entry.key().startsWith(prefix)).toList();
    found.forEach(entry -> known.add(entry.key()));
    return found;
  }

  /** All entries not asked for yet; they count as asked for from now on. */
  List<Yaml.Entry> rest() {
    List<Yaml.Entry> found =
        mapping.entries().stream().filter(entry -> !known.contains(entry.key())).toList();
    found.forEach(entry -> known.add(entry.key()));
    return found;
  }

  Optional<String> text(String key) {
    return take(key).flatMap(value -> reading.values.text(value, key));
  }

  Optional<Boolean> flag(String key) {
    return take(key).flatMap(value -> reading.values.flag(value, key));
  }

  Optional<Duration> duration(String key) {
    return take(key).flatMap(value -> reading.values.duration(value, key));
  }

  Optional<Integer> whole(String key, int least, int most) {
    return take(key).flatMap(value -> reading.values.whole(value, key, least, most));
  }

  Optional<Score> score(String key) {
    return take(key).flatMap(value -> reading.values.score(value, key));
  }

  <E extends Enum<E>> Optional<E> word(String key, Class<E> type) {
    return take(key).flatMap(value -> reading.values.word(value, key, type));
  }

  Optional<Yaml.Mapping> mapping(String key, String example) {
    return take(key).flatMap(value -> reading.values.mapping(value, key, example));
  }

  /** The explicit {@code id}, claimed, or {@code standard}. */
  String id(String standard) {
    return entry("id")
        .flatMap(entry ->
            reading
                .values
                .text(entry.value(), "id")
                .filter(id -> reading.ids.claim(id, entry.value().position())))
        .orElse(standard);
  }

  /** Whether there are keys that nobody asked for yet. */
  boolean hasUnknown() {
    return mapping.entries().stream().anyMatch(entry -> !known.contains(entry.key()));
  }

  /** Tells of keys that nobody asked for. */
  void close() {
    for (Yaml.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        reading.findings.error(
            entry.position(),
            "unknown key '" + entry.key() + "' in " + owner,
            known.size() <= MOST_LISTED
                ? "one of " + String.join(", ", known)
                : "a key that docs/DEFINITIONS.md lists for it",
            Words.nearest(entry.key(), known).map(near -> "write " + near).orElse("remove it"));
      }
    }
  }
}
