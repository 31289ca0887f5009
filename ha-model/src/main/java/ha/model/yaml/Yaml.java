package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A value of a YAML document and where it stands. Aliases and merge keys are already resolved. */
sealed interface Yaml {
  SourcePosition position();

  /** What it is, for people. */
  String kind();

  /** Number of values in it, itself included; values used several times count as often. */
  long size();

  /** A single value. {@code plain}: not quoted. */
  record Scalar(String text, boolean plain, SourcePosition position) implements Yaml {
    /** Nothing written, or YAML's words for nothing. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : "'" + shortened() + "'";
    }

    private String shortened() {
      String line = text.replace('\n', ' ');
      return line.length() <= 40 ? line : line.substring(0, 39) + "…";
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** Values in order. */
  record Sequence(List<Yaml> items, long size, SourcePosition position) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Named values in the order written; no name twice. */
  record Mapping(List<Entry> entries, long size, SourcePosition position) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
    }

    Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One named value. */
  record Entry(String key, SourcePosition position, Yaml value) {}
}
