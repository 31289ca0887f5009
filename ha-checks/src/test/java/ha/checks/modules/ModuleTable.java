package ha.checks.modules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which module may import which: the table of docs/ARCHITECTURE.md. Think hard before a line grows.
 */
final class ModuleTable {
  private ModuleTable() {}

  /** Each module in the order of the build, and the modules of ours that its classes may use. */
  static final Map<String, Set<String>> IMPORTS = imports();

  private static Map<String, Set<String>> imports() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    table.put("ha-model", Set.of());
    table.put("ha-policy-engine", Set.of("ha-model"));
    table.put("ha-membership", Set.of("ha-model"));
    table.put("ha-agents", Set.of("ha-model"));
    table.put("ha-fencing", Set.of("ha-model"));
    table.put("ha-api", Set.of("ha-model"));
    Set<String> daemon =
        Set.of(
            "ha-model", "ha-policy-engine", "ha-membership", "ha-agents", "ha-fencing", "ha-api");
    table.put("ha-daemon", daemon);
    table.put(
        "ha-cli", Set.of("ha-model", "ha-api", "ha-agents", "ha-fencing", "ha-policy-engine"));
    table.put("ha-demo", Set.of("ha-model", "ha-api", "ha-cli", "ha-fencing"));
    table.put("ha-simulation", with(daemon, "ha-daemon"));
    table.put("ha-e2e", with(with(daemon, "ha-daemon"), "ha-cli"));
    return Collections.unmodifiableMap(table);
  }

  /** Modules without classes of the product, which the table does not rule. */
  static final List<String> OTHERS =
      List.of("ha-benchmarks", "ha-checks", "ha-picocli", "packaging");

  private static Set<String> with(Set<String> some, String more) {
    Set<String> all = new TreeSet<>(some);
    all.add(more);
    return Collections.unmodifiableSet(all);
  }
}
