package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/**
 * Ids of constraints, sets, rules and operations: written once each, or made up and then unique.
 */
final class Ids {
  private final Findings findings;
  private final Map<String, SourcePosition> taken = new HashMap<>();

  Ids(Findings findings) {
    this.findings = findings;
  }

  /** Takes an id that the user wrote; false after a finding. */
  boolean claim(String id, SourcePosition position) {
    if (!Names.good(id, 255)) {
      findings.error(
          position,
          "id '" + id + "' holds characters that no name may have",
          "letters, digits and ._-:@",
          "write " + Names.repaired(id));
      return false;
    }
    SourcePosition earlier = taken.putIfAbsent(id, position);
    if (earlier != null) {
      findings.error(
          position,
          "id '" + id + "' is taken" + (earlier.line() > 0 ? " on line " + earlier.line() : ""),
          "an id that nothing else has",
          "write another, or leave it out");
      return false;
    }
    return true;
  }

  /** {@code base}, or it with the first number that makes it unique; taken from now on. */
  String unique(String base, SourcePosition position) {
    String id = vacant(base);
    taken.put(id, position);
    return id;
  }

  /** As {@link #unique}, not taken yet. */
  String vacant(String base) {
    String id = base;
    for (int number = 2; taken.containsKey(id); number++) {
      id = base + "-" + number;
    }
    return id;
  }
}
