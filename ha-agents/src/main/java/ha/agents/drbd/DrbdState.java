package ha.agents.drbd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One resource as the kernel of this node holds it.
 *
 * @param role Primary or Secondary
 * @param suspended why its input and output is held back: {@code fencing}, {@code no-data} …;
 *     {@code no} if it is not
 */
record DrbdState(
    String resource,
    String role,
    String suspended,
    List<Volume> volumes,
    List<Connection> connections) {
  static final String UP_TO_DATE = "UpToDate";
  static final String CONSISTENT = "Consistent";
  private static final String CONNECTED = "Connected";
  private static final String STAND_ALONE = "StandAlone";
  private static final String PRIMARY = "Primary";

  DrbdState {
    volumes = List.copyOf(volumes);
    connections = List.copyOf(connections);
  }

  /** One device of the resource. */
  record Volume(int number, int minor, String disk) {}

  /**
   * The way to one peer.
   *
   * @param peer the peer's host name; empty where DRBD does not tell
   * @param role of the peer, Unknown while not connected
   */
  record Connection(String peer, String state, String role, List<PeerVolume> volumes) {
    Connection {
      volumes = List.copyOf(volumes);
    }

    boolean isConnected() {
      return state.equals(CONNECTED);
    }

    /** Given up, after a split brain or by hand: it does not come back by itself. */
    boolean isGivenUp() {
      return state.equals(STAND_ALONE);
    }

    boolean isPeerPrimary() {
      return role.equals(PRIMARY);
    }

    String disks() {
      return volumes.stream().map(PeerVolume::disk).distinct().collect(Collectors.joining("+"));
    }

    boolean isPeerUpToDate() {
      return volumes.stream().allMatch(v -> v.disk().equals(UP_TO_DATE));
    }
  }

  /** A volume's copy at the peer. */
  record PeerVolume(int number, String replication, String disk) {}

  boolean isPrimary() {
    return role.equals(PRIMARY);
  }

  boolean isSuspended() {
    return !suspended.equals("no");
  }

  boolean isUpToDate() {
    return !volumes.isEmpty() && volumes.stream().allMatch(v -> v.disk().equals(UP_TO_DATE));
  }

  /** Whether every volume holds data of one moment, be it an old one. */
  boolean isConsistent() {
    return !volumes.isEmpty()
        && volumes.stream()
            .allMatch(v -> v.disk().equals(UP_TO_DATE) || v.disk().equals(CONSISTENT));
  }

  /** Whether all replicas there are hold the same, and new data goes to all. */
  boolean isInSync() {
    return isUpToDate()
        && isConnected()
        && connections.stream().allMatch(Connection::isPeerUpToDate);
  }

  /** Whether there are connections, and all of them stand. */
  boolean isConnected() {
    return !connections.isEmpty() && connections.stream().allMatch(Connection::isConnected);
  }

  /** Whether some connection was given up. */
  boolean isGivenUp() {
    return connections.stream().anyMatch(Connection::isGivenUp);
  }

  /** "UpToDate", or "0:UpToDate,1:Diskless" where volumes differ. */
  String disks() {
    if (volumes.isEmpty()) {
      return "none";
    }
    String first = volumes.getFirst().disk();
    return volumes.stream().allMatch(v -> v.disk().equals(first))
        ? first
        : volumes.stream().map(v -> v.number() + ":" + v.disk()).collect(Collectors.joining(","));
  }

  /** What is not as it should be, for people; empty if nothing is. */
  String ailments() {
    List<String> all = new ArrayList<>();
    if (!isUpToDate()) {
      all.add("disk " + disks());
    }
    for (Connection c : connections) {
      String peer = c.peer().isEmpty() ? "the peer" : c.peer();
      if (c.isGivenUp()) {
        all.add("connection to " + peer + " given up: split brain, or disconnected by hand");
      } else if (!c.isConnected()) {
        all.add("not connected to " + peer + " (" + c.state() + ")");
      } else if (!c.isPeerUpToDate()) {
        all.add("replica of " + peer + " is " + c.disks());
      }
    }
    if (connections.isEmpty()) {
      all.add("no connection is set up");
    }
    if (isSuspended()) {
      all.add("writing is held back: " + suspended);
    }
    return String.join("; ", all);
  }

  /** One line for people and {@code hactl drbd status}: words of the form {@code key=value}. */
  String words() {
    String peers =
        connections.stream()
            .map(c ->
                " peer="
                    + (c.peer().isEmpty() ? "?" : c.peer())
                    + ","
                    + c.state()
                    + ","
                    + c.role()
                    + ","
                    + c.disks())
            .collect(Collectors.joining());
    return "resource="
        + resource
        + " role="
        + role
        + " disk="
        + disks()
        + peers
        + (isSuspended() ? " suspended=" + suspended : "");
  }
}
