package ha.cli.command;

import ha.api.NodeAttributes;
import ha.model.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One side of a replicated volume, as the agent on its node says it in the attribute {@code
 * drbd-NAME}.
 *
 * @param peers how this side sees each other one
 * @param current generation of the data, empty if unknown
 * @param bitmap generation since which changes are noted for the peer; empty if none are
 */
record Replica(
    NodeName node,
    String device,
    String role,
    String disk,
    String suspended,
    List<Peer> peers,
    String current,
    String bitmap) {
  private static final String PREFIX = "drbd-";
  private static final String NONE = "0000000000000000";

  Replica {
    peers = List.copyOf(peers);
  }

  /** The way to another side. */
  record Peer(String name, String connection, String role, String disk) {
    boolean isConnected() {
      return connection.equals("Connected");
    }

    boolean isGivenUp() {
      return connection.equals("StandAlone");
    }
  }

  /** All sides of all volumes, by the cluster's name of the resource. */
  static SortedMap<String, List<Replica>> all(NodeAttributes attributes) {
    SortedMap<String, List<Replica>> all = new TreeMap<>();
    attributes
        .nodes()
        .forEach((node, values) ->
            values.forEach((name, words) -> {
              if (name.startsWith(PREFIX)) {
                all.computeIfAbsent(name.substring(PREFIX.length()), k -> new ArrayList<>())
                    .add(read(node, words));
              }
            }));
    return all;
  }

  static Replica read(NodeName node, String words) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Peer> peers = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0 && word.startsWith("peer=")) {
        String[] parts = (word.substring(equals + 1) + ",,,,").split(",", -1);
        peers.add(new Peer(parts[0], parts[1], parts[2], parts[3]));
      } else if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    String[] generation = (values.getOrDefault("generation", "") + ",").split(",", -1);
    return new Replica(
        node,
        values.getOrDefault("resource", ""),
        values.getOrDefault("role", "Unknown"),
        values.getOrDefault("disk", "Unknown"),
        values.getOrDefault("suspended", ""),
        peers,
        generation[0],
        generation[1].equals(NONE) ? "" : generation[1]);
  }

  boolean isPrimary() {
    return role.equals("Primary");
  }

  /**
   * Whether two sides were written apart from each other: their data is of different generations,
   * each notes changes for the other, and they have given the connection up.
   */
  static Optional<String> splitBrain(List<Replica> sides) {
    for (Replica a : sides) {
      for (Replica b : sides) {
        boolean apart =
            !a.current().isEmpty() && !b.current().isEmpty() && !a.current().equals(b.current());
        boolean both = !a.bitmap().isEmpty() && !b.bitmap().isEmpty();
        boolean givenUp =
            a.peers().stream().anyMatch(Peer::isGivenUp)
                || b.peers().stream().anyMatch(Peer::isGivenUp);
        if (a.node().compareTo(b.node()) < 0 && apart && both && givenUp) {
          return Optional.of(
              "split brain: the data was changed on "
                  + a.node()
                  + " and on "
                  + b.node()
                  + " without each other");
        }
      }
    }
    return Optional.empty();
  }
}
