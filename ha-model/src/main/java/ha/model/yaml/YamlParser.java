package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns text into {@link Yaml}, refusing what no honest file holds: several documents, own tags,
 * nesting without end, aliases that multiply.
 */
final class YamlParser {
  /** Deeper than any definition by far, and safe for recursion. */
  private static final int DEEPEST = 40;

  /** Values after aliases are resolved. */
  private static final long MOST_VALUES = 500_000;

  private static final Set<Tag> STANDARD_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE);

  private final String file;
  private final Findings findings;
  private final IdentityHashMap<Node, Yaml> done = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

  private YamlParser(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /** The document's root, or empty after a finding that says why there is none. */
  static Optional<Yaml> parse(String file, String text, Findings findings) {
    return new YamlParser(file, findings).root(text);
  }

  private Optional<Yaml> root(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      if (!acceptable(new Parse(settings).parseString(text))) {
        return Optional.empty();
      }
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        empty(new SourcePosition(file, 1, 1));
        return Optional.empty();
      }
      return checked(convert(node.get()));
    } catch (YamlEngineException e) {
      SyntaxErrors.report(file, text, e, findings);
      return Optional.empty();
    }
  }

  private Optional<Yaml> checked(Yaml root) {
    if (root.size() > MOST_VALUES) {
      findings.error(
          root.position(),
          "aliases make more than " + MOST_VALUES + " values of this file",
          "aliases that repeat a few lines",
          "write out what they stand for, or use templates");
      return Optional.empty();
    }
    if (root instanceof Yaml.Scalar scalar && scalar.isNull()) {
      empty(root.position());
      return Optional.empty();
    }
    return Optional.of(root);
  }

  private void empty(SourcePosition position) {
    findings.error(
        position,
        "the file is empty",
        "a mapping with cluster:, nodes: and resources:",
        "start from one of config-examples/");
  }

  /** Walks the events, which needs no recursion, before anything recursive touches the input. */
  private boolean acceptable(Iterable<Event> events) {
    int depth = 0;
    int documents = 0;
    for (Event event : events) {
      switch (event.getEventId()) {
        case DocumentStart -> documents++;
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias, Scalar, Comment, DocumentEnd, StreamStart, StreamEnd -> {}
      }
      if (documents > 1) {
        findings.error(
            position(event.getStartMark()),
            "a second document begins here",
            "one document in a file",
            "remove the line '---' or put the rest into a file of its own");
        return false;
      }
      if (depth > DEEPEST) {
        findings.error(
            position(event.getStartMark()),
            "values are nested more than " + DEEPEST + " deep",
            "definitions of ordinary depth",
            "");
        return false;
      }
    }
    return true;
  }

  private Yaml convert(Node node) {
    Yaml known = done.get(node);
    if (known != null) {
      return known;
    }
    SourcePosition position = position(node.getStartMark());
    if (open.put(node, true) != null) {
      findings.error(position, "this value contains itself by an alias", "", "write it out");
      return new Yaml.Scalar("", true, position);
    }
    if (!STANDARD_TAGS.contains(node.getTag())) {
      findings.error(
          position,
          "tag " + node.getTag().getValue() + " means nothing here",
          "a value without a tag",
          "remove the tag");
    }
    Yaml result =
        switch (node) {
          case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(), scalar.isPlain(), position);
          case SequenceNode sequence -> sequence(sequence, position);
          case MappingNode mapping -> mapping(mapping, position);
          default -> throw new IllegalStateException("unresolved " + node.getNodeType());
        };
    open.remove(node);
    done.put(node, result);
    return result;
  }

  private Yaml sequence(SequenceNode node, SourcePosition position) {
    List<Yaml> items = new ArrayList<>();
    long size = 1;
    for (Node child : node.getValue()) {
      Yaml item = convert(child);
      items.add(item);
      size = sum(size, item.size());
    }
    return new Yaml.Sequence(items, size, position);
  }

  private Yaml mapping(MappingNode node, SourcePosition position) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    List<Yaml.Entry> merged = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      SourcePosition where = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(where, "a key is a list or a mapping", "a name as key", "");
        continue;
      }
      Yaml value = atKey(convert(tuple.getValueNode()), where);
      if (key.isPlain() && key.getValue().equals("<<")) {
        merged.addAll(merged(value));
      } else {
        enter(entries, new Yaml.Entry(key.getValue(), where, value));
      }
    }
    merged.forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    long size = 1;
    for (Yaml.Entry entry : entries.values()) {
      size = sum(size, entry.value().size());
    }
    return new Yaml.Mapping(List.copyOf(entries.values()), size, position);
  }

  private void enter(Map<String, Yaml.Entry> entries, Yaml.Entry entry) {
    Yaml.Entry earlier = entries.putIfAbsent(entry.key(), entry);
    if (earlier != null) {
      findings.error(
          entry.position(),
          "key '" + entry.key() + "' is there twice, first on line " + earlier.position().line(),
          "each key once",
          "remove one of them or join their values");
    }
  }

  /** Nothing written has no place of its own; it is told of at its key. */
  private static Yaml atKey(Yaml value, SourcePosition key) {
    return value instanceof Yaml.Scalar scalar && scalar.isNull()
        ? new Yaml.Scalar(scalar.text(), true, key)
        : value;
  }

  /** What a merge key brings in: of one mapping, or of several, the first having precedence. */
  private List<Yaml.Entry> merged(Yaml value) {
    List<Yaml> sources = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    List<Yaml.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml source : sources) {
      if (source instanceof Yaml.Mapping mapping) {
        mapping.entries().stream().filter(entry -> names.add(entry.key())).forEach(entries::add);
      } else {
        findings.error(
            source.position(),
            "<< merges " + source.kind(),
            "an alias of a mapping, as in <<: *common",
            "");
      }
    }
    return entries;
  }

  private SourcePosition position(Optional<Mark> mark) {
    return mark.map(m -> new SourcePosition(file, m.getLine() + 1, m.getColumn() + 1))
        .orElse(new SourcePosition(file, 1, 1));
  }

  private static long sum(long a, long b) {
    return Math.min(Long.MAX_VALUE / 4, a + b);
  }
}
