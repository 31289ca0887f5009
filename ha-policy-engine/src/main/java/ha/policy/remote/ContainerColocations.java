package ha.policy.remote;

import ha.policy.situation.Colocation;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lives in a container is where that is. */
public final class ContainerColocations {
  /** Where a container may run on a remote node, its connection starts from elsewhere. */
  private static final int STRONG = 10_000;

  private ContainerColocations() {}

  public static List<Colocation> of(Situation s) {
    List<Colocation> found = new ArrayList<>();
    for (Resource r : s.all) {
      s.connections
          .containerOf(r)
          .filter(c -> s.connections.isConnection(r) || s.connections.guestIn(c).isEmpty())
          .ifPresent(container -> found.add(with(r, container, strength(s, container))));
    }
    for (Replica replica : s.bundles.all()) {
      replica.address().ifPresent(ip -> found.add(with(ip, replica.container(), Scores.INFINITY)));
    }
    return found;
  }

  /** A connection into a container on a remote node starts from where that node's starts. */
  public static Colocation nested(Resource connection, Resource outer) {
    return with(connection, outer, Scores.INFINITY);
  }

  private static int strength(Situation s, Resource container) {
    return s.connections.mayRunAnywhere(container) ? STRONG : Scores.INFINITY;
  }

  private static Colocation with(Resource filler, Resource container, int score) {
    return new Colocation(
        filler + " in " + container,
        Colocation.CONTAINER,
        filler,
        Optional.empty(),
        container,
        Optional.empty(),
        score,
        Colocation.NODE_NAME,
        true,
        filler.position());
  }
}
