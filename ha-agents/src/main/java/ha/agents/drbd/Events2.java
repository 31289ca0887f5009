package ha.agents.drbd;

import ha.agents.drbd.DrbdState.Connection;
import ha.agents.drbd.DrbdState.PeerVolume;
import ha.agents.drbd.DrbdState.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@code drbdsetup events2 --now all} writes: a line for each object, then {@code exists
 * -}. Objects and words that are not known are skipped, so that a newer DRBD is read as well.
 */
final class Events2 {
  private static final String EXISTS = "exists";
  private static final String UNKNOWN = "Unknown";

  private final String resource;
  private final List<Volume> volumes = new ArrayList<>();
  private final Map<String, Map<String, String>> connections = new LinkedHashMap<>();
  private final Map<String, List<PeerVolume>> peerVolumes = new LinkedHashMap<>();
  private Map<String, String> self = Map.of();
  private boolean complete;

  private Events2(String resource) {
    this.resource = resource;
  }

  /** What was read. */
  sealed interface Reading {
    /** The kernel knows the resource. */
    record Configured(DrbdState state) implements Reading {}

    /** The kernel certainly does not know it. */
    record Absent() implements Reading {}

    /** The output is not whole, so nothing is known. */
    record Incomplete(String reason) implements Reading {}
  }

  static Reading read(String resource, String output) {
    Events2 events = new Events2(resource);
    try {
      output.lines().forEach(events::line);
      return events.reading();
    } catch (NumberFormatException e) {
      return new Reading.Incomplete("drbdsetup wrote a number that is none: " + e.getMessage());
    }
  }

  private void line(String line) {
    List<String> words = words(line);
    if (words.size() < 2 || !words.getFirst().equals(EXISTS)) {
      return;
    }
    String object = words.get(1);
    if (object.equals("-")) {
      complete = true;
      return;
    }
    Map<String, String> values = values(words.subList(2, words.size()));
    if (!resource.equals(values.get("name"))) {
      return;
    }
    switch (object) {
      case "resource" -> self = values;
      case "device" ->
          volumes.add(
              new Volume(number(values, "volume"), number(values, "minor"), word(values, "disk")));
      case "connection" -> connections.put(peer(values), values);
      case "peer-device" ->
          peerVolumes
              .computeIfAbsent(peer(values), k -> new ArrayList<>())
              .add(
                  new PeerVolume(
                      number(values, "volume"),
                      word(values, "replication"),
                      word(values, "peer-disk")));
      default -> {}
    }
  }

  /** The words of a line; early versions number their events, which is left out. */
  static List<String> words(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    return words.getFirst().matches("[0-9]+\\*?") ? words.subList(1, words.size()) : words;
  }

  /** {@code key:value}, several times. */
  static Map<String, String> values(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int colon = word.indexOf(':');
      if (colon > 0) {
        values.put(word.substring(0, colon), word.substring(colon + 1));
      }
    }
    return values;
  }

  /** What connections are told apart by; 8.4 has one for each resource and need not name it. */
  private static String peer(Map<String, String> values) {
    return values.getOrDefault("conn-name", values.getOrDefault("peer-node-id", ""));
  }

  private static int number(Map<String, String> values, String key) {
    return Integer.parseInt(values.getOrDefault(key, "0"));
  }

  private static String word(Map<String, String> values, String key) {
    return values.getOrDefault(key, UNKNOWN);
  }

  private Reading reading() {
    if (!complete) {
      return new Reading.Incomplete("drbdsetup ended before it had told everything");
    }
    if (self.isEmpty()) {
      return volumes.isEmpty() && connections.isEmpty()
          ? new Reading.Absent()
          : new Reading.Incomplete("drbdsetup told of parts of " + resource + " only");
    }
    List<Connection> found = new ArrayList<>();
    connections.forEach((key, values) ->
        found.add(
            new Connection(
                Optional.ofNullable(values.get("conn-name")).orElse(""),
                word(values, "connection"),
                word(values, "role"),
                peerVolumes.getOrDefault(key, List.of()))));
    return new Reading.Configured(
        new DrbdState(
            resource, word(self, "role"), self.getOrDefault("suspended", "no"), volumes, found));
  }
}
