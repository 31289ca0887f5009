package ha.model.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attributes of a node that stay when the node is lost, leaves or boots again, as what a database
 * knows of the age of a replica has to. They are told from others by their names in the record.
 */
public final class Lasting {
  private static final String PREFIX = "lasting/";

  private Lasting() {}

  /** The name in the record of the lasting attribute {@code name}. */
  public static String named(String name) {
    return PREFIX + name;
  }

  /** Whether this is the name, in the record, of a lasting one. */
  public static boolean is(String recorded) {
    return recorded.startsWith(PREFIX);
  }

  /** Those that stay, under their names in the record. */
  static SortedMap<String, String> of(Map<String, String> recorded) {
    SortedMap<String, String> lasting = new TreeMap<>(recorded);
    lasting.keySet().removeIf(name -> !is(name));
    return lasting;
  }

  /** All of a node under their own names; where both are there, the transient one counts. */
  public static SortedMap<String, String> plain(Map<String, String> recorded) {
    SortedMap<String, String> plain = new TreeMap<>();
    of(recorded).forEach((name, value) -> plain.put(name.substring(PREFIX.length()), value));
    recorded.forEach((name, value) -> {
      if (!is(name)) {
        plain.put(name, value);
      }
    });
    return plain;
  }
}
