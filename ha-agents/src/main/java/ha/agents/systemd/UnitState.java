package ha.agents.systemd;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What systemd says of a unit (org.freedesktop.systemd1(5), "Unit Objects"). */
record UnitState(String load, String active, String sub, String result, String statusText) {
  /** Reads the output of {@code systemctl show}; empty if it is none. */
  static Optional<UnitState> parse(String output) {
    Map<String, String> values = new TreeMap<>();
    output
        .lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(line ->
            values.put(
                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return values.containsKey("LoadState") && values.containsKey("ActiveState")
        ? Optional.of(
            new UnitState(
                values.getOrDefault("LoadState", ""),
                values.getOrDefault("ActiveState", ""),
                values.getOrDefault("SubState", ""),
                values.getOrDefault("Result", ""),
                values.getOrDefault("StatusText", "")))
        : Optional.empty();
  }

  boolean up() {
    return active.equals("active") || active.equals("reloading") || active.equals("refreshing");
  }

  /** On its way from one state to another. */
  boolean changing() {
    return active.equals("activating")
        || active.equals("deactivating")
        || active.equals("maintenance");
  }

  /** Known to be down. */
  boolean down() {
    return active.equals("inactive") || active.equals("failed");
  }

  /** For people: {@code failed (exit-code)}. */
  String words() {
    String why = result.isEmpty() || result.equals("success") ? sub : result;
    String status = statusText.isEmpty() ? "" : ", it says: " + statusText;
    return active + (why.isEmpty() || why.equals(active) ? "" : " (" + why + ")") + status;
  }
}
