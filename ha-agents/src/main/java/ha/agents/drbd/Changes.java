package ha.agents.drbd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells of each line of {@code drbdsetup events2} whether it is worth a look at one resource. How
 * far a resynchronization has come is told many times, and is not.
 */
final class Changes {
  private static final Set<String> OBJECTS =
      Set.of("resource", "connection", "device", "peer-device");

  /** What decides anything: the state, and what the cluster is told of it. */
  private static final Set<String> TELLING =
      Set.of(
          "role",
          "suspended",
          "connection",
          "disk",
          "quorum",
          "replication",
          "peer-disk",
          "blocked");

  /** What an object is told apart by. */
  private static final List<String> NAMING = List.of("conn-name", "peer-node-id", "peer", "volume");

  private final String resource;
  private final Map<String, String> known = new HashMap<>();

  Changes(String resource) {
    this.resource = resource;
  }

  boolean worthALook(String line) {
    List<String> words = Events2.words(line);
    if (words.size() < 2) {
      return false;
    }
    String verb = words.getFirst();
    String object = words.get(1);
    if (verb.equals("exists") && object.equals("-")) {
      // The stream begins here, perhaps anew: whatever was said meanwhile is lost.
      return true;
    }
    Map<String, String> values = Events2.values(words.subList(2, words.size()));
    if (!OBJECTS.contains(object) || !resource.equals(values.get("name"))) {
      return false;
    }
    boolean told = differs(object, values);
    return switch (verb) {
      case "change" -> told;
      case "create", "destroy" -> true;
      default -> false;
    };
  }

  private boolean differs(String object, Map<String, String> values) {
    StringBuilder name = new StringBuilder(object);
    for (String key : NAMING) {
      name.append(' ').append(values.getOrDefault(key, ""));
    }
    boolean differs = false;
    for (String key : TELLING) {
      String value = values.get(key);
      if (value != null) {
        differs |= !value.equals(known.put(name + " " + key, value));
      }
    }
    return differs;
  }
}
