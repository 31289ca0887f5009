package ha.model.yaml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prints trees of maps, lists and strings as YAML: on one line where that fits, else one entry a
 * line.
 */
final class Emitter {
  private static final int WIDTH = 100;

  /** What needs no quotes anywhere, also inside braces and as a key. */
  private static final Pattern PLAIN =
      Pattern.compile("(-?[A-Za-z0-9_./+][A-Za-z0-9_./@%+:-]*( [A-Za-z0-9_./@%+:-]+)*)");

  private final StringBuilder out = new StringBuilder();

  private Emitter() {}

  /** The document; a blank line stands between the sections. */
  static String document(Map<String, Object> root) {
    Emitter emitter = new Emitter();
    for (Map.Entry<String, Object> section : root.entrySet()) {
      if (!emitter.out.isEmpty()) {
        emitter.out.append('\n');
      }
      boolean scalarsOnly =
          section.getValue() instanceof Map<?, ?> map
              && map.values().stream().allMatch(String.class::isInstance);
      emitter.entry("", section.getKey(), section.getValue(), scalarsOnly);
    }
    return emitter.out.toString();
  }

  private void entry(String indent, String key, Object value, boolean mayBeShort) {
    String head = indent + scalar(key) + ":";
    String line = head + " " + flow(value);
    boolean fits = mayBeShort && line.length() <= WIDTH;
    if (fits || value instanceof String || isEmpty(value)) {
      out.append(line).append('\n');
      return;
    }
    out.append(head).append('\n');
    String deeper = indent.replace('-', ' ') + "  ";
    if (value instanceof Map<?, ?> map) {
      map(deeper, map);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> item(deeper, item));
    }
  }

  private void map(String indent, Map<?, ?> map) {
    String next = indent;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entry(next, (String) entry.getKey(), entry.getValue(), true);
      next = next.replace('-', ' ');
    }
  }

  private void item(String indent, Object value) {
    boolean oneKey = value instanceof Map<?, ?> map && map.size() == 1;
    String line = indent + "- " + flow(value);
    if (!(value instanceof Map<?, ?> map)
        || isEmpty(value)
        || (!oneKey && line.length() <= WIDTH)) {
      out.append(line).append('\n');
    } else {
      map(indent + "- ", map);
    }
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> scalar((String) e.getKey()) + ": " + flow(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(Emitter::flow).collect(Collectors.joining(", ", "[", "]"));
      default -> scalar((String) value);
    };
  }

  private static String scalar(String text) {
    boolean special =
        text.equals("null")
            || text.endsWith(":")
            || text.contains(": ")
            || text.startsWith("...")
            || text.startsWith("--");
    return !special && PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (printable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format(java.util.Locale.ROOT, "\\U%08X", c));
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  private static boolean printable(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c >= 0xA1 && c < 0x2000)
        || (c >= 0x2030 && c <= 0xD7FF)
        || (c >= 0xF900 && c < 0xFEFF)
        || (c > 0xFF00 && c < 0xFFF0)
        || (c >= 0x1F300 && c < 0x1FB00);
  }
}
