package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.SourcePosition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads references to resources in constraints: {@code disk}, {@code disk.promoted}, {@code
 * disk.promote}, or a mapping where that is not enough.
 */
final class References {
  static final List<String> ACTIONS = List.of("start", "stop", "promote", "demote");
  static final List<String> ROLES = Arrays.stream(Role.values()).map(Words::of).toList();

  private final Reading reading;

  References(Reading reading) {
    this.reading = reading;
  }

  /** What may follow the name. */
  enum Suffix {
    ROLE,
    ACTION,
    NONE;

    private List<String> words() {
      return switch (this) {
        case ROLE -> ROLES;
        case ACTION -> ACTIONS;
        case NONE -> List.of();
      };
    }

    private String key() {
      return Words.of(this);
    }
  }

  /** A resource and, where given, its role or action and the number of a copy. */
  record Target(
      ResourceId resource,
      Optional<String> suffix,
      Optional<Integer> instance,
      SourcePosition position) {
    Optional<Role> role() {
      return suffix.flatMap(
          word -> Arrays.stream(Role.values()).filter(r -> Words.of(r).equals(word)).findFirst());
    }
  }

  Optional<Target> read(Yaml value, Suffix suffix) {
    return value instanceof Yaml.Mapping mapping
        ? mapping(mapping, suffix)
        : reading
            .values
            .text(value, "a resource's name")
            .flatMap(text -> split(text, value.position(), suffix));
  }

  private Optional<Target> mapping(Yaml.Mapping mapping, Suffix suffix) {
    Fields fields = reading.fields(mapping, "a reference");
    Optional<Yaml> name = fields.need("resource", "web");
    Optional<String> word =
        suffix == Suffix.NONE
            ? Optional.empty()
            : fields
                .take(suffix.key())
                .flatMap(value -> reading.values.word(value, suffix.key(), suffix.words()));
    Optional<Integer> instance = fields.whole("instance", 0, 1_000_000);
    fields.close();
    return name.flatMap(value -> reading.values.text(value, "resource"))
        .filter(text -> defined(text, mapping.position()))
        .filter(text -> word.isEmpty() || suits(text, word.get(), mapping.position()))
        .map(text -> new Target(new ResourceId(text), word, instance, mapping.position()));
  }

  private Optional<Target> split(String text, SourcePosition position, Suffix suffix) {
    int dot = text.lastIndexOf('.');
    boolean whole = dot <= 0 || isTarget(text) || suffix == Suffix.NONE;
    String name = whole ? text : text.substring(0, dot);
    if (whole || !isTarget(name)) {
      String base = whole || suffix.words().contains(text.substring(dot + 1)) ? name : text;
      return defined(base, position)
          ? Optional.of(
              new Target(new ResourceId(base), Optional.empty(), Optional.empty(), position))
          : Optional.empty();
    }
    String word = text.substring(dot + 1);
    if (!suffix.words().contains(word)) {
      reading.findings.error(
          position,
          "'" + word + "' in '" + text + "' is no " + suffix.key(),
          "one of " + String.join(", ", suffix.words()),
          Words.nearest(word, suffix.words())
              .or(() -> otherKind(word, suffix))
              .map(near -> "write " + name + "." + near)
              .orElse(""));
      return Optional.empty();
    }
    return suits(name, word, position)
        ? Optional.of(
            new Target(new ResourceId(name), Optional.of(word), Optional.empty(), position))
        : Optional.empty();
  }

  /** The role for an action and the other way round. */
  private static Optional<String> otherKind(String word, Suffix suffix) {
    return switch (suffix) {
      case ROLE ->
          switch (word) {
            case "promote" -> Optional.of("promoted");
            case "demote" -> Optional.of("unpromoted");
            default -> Optional.empty();
          };
      case ACTION ->
          switch (word) {
            case "promoted" -> Optional.of("promote");
            case "unpromoted" -> Optional.of("demote");
            default -> Optional.empty();
          };
      case NONE -> Optional.empty();
    };
  }

  private boolean isTarget(String name) {
    return reading.names.targets().contains(name);
  }

  /** Whether something of that name is defined; if not, after a finding. */
  boolean defined(String name, SourcePosition position) {
    boolean known = isTarget(name);
    if (!known) {
      reading.findings.error(
          position,
          "there is no resource '" + name + "'",
          "a name from resources or tags",
          Words.nearest(name, reading.names.targets())
              .map(near -> "write " + near)
              .orElse("define it under resources"));
    }
    return known && Names.good(name, 255);
  }

  /** Whether it can ever be in that role or do that action; if not, after a finding. */
  boolean suits(String name, String word, SourcePosition position) {
    boolean promoting = List.of("promote", "demote", "promoted", "unpromoted").contains(word);
    boolean good = !promoting || reading.names.mayBePromoted(name);
    if (!good) {
      reading.findings.error(
          position,
          "'" + name + "' is not promotable, so '" + word + "' never applies to it",
          "a promotable resource",
          "write " + name + " alone, or make it promotable");
    }
    return good;
  }
}
