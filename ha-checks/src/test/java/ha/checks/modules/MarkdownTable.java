package ha.checks.modules;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The module table as docs/ARCHITECTURE.md tells it to people. */
final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * Reads the table.
   *
   * <p>The third column is one of: {@code nothing}; {@code all above}; {@code X and what it
   * imports}; {@code tests only} (the row is left out); or modules without their {@code ha-}, with
   * remarks in parentheses.
   *
   * @throws IllegalArgumentException if a name is not that of a module above
   */
  static Map<String, Set<String>> read(List<String> lines) {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    for (String line : lines) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == 5 && cells.get(1).startsWith("`ha-")) {
        String module = cells.get(1).replace("`", "");
        String imports = cells.get(3).replaceAll("\\([^)]*\\)", "").strip();
        if (!imports.equals("tests only")) {
          table.put(module, imports(imports, table));
        }
      }
    }
    return table;
  }

  private static Set<String> imports(String cell, Map<String, Set<String>> above) {
    if (cell.equals("nothing")) {
      return Set.of();
    }
    if (cell.equals("all above")) {
      return new TreeSet<>(above.keySet());
    }
    Set<String> named = new TreeSet<>();
    String transitive = " and what it imports";
    boolean deep = cell.endsWith(transitive);
    String names = deep ? cell.substring(0, cell.length() - transitive.length()) : cell;
    for (String name : names.split(",", -1)) {
      String module = "ha-" + name.strip();
      Set<String> imports = above.get(module);
      if (imports == null) {
        throw new IllegalArgumentException("'" + cell + "' names no module above: " + module);
      }
      named.add(module);
      if (deep) {
        named.addAll(imports);
      }
    }
    return named;
  }
}
