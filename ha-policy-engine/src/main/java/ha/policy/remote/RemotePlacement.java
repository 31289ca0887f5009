package ha.policy.remote;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.Optional;

/** Phase: where connections, containers and what lives in these may run at all. */
public final class RemotePlacement {
  private RemotePlacement() {}

  public static void apply(Situation s) {
    for (Resource r : s.all) {
      if (!r.isPrimitive()) {
        continue;
      }
      if (s.connections.isConnection(r)) {
        keepOffRemoteNodes(s, r, "a connection starts from a member");
      }
      if (s.connections.guestIn(r).isPresent() && !s.connections.mayRunAnywhere(r)) {
        keepOffRemoteNodes(s, r, "what holds a guest runs on a member");
      }
      s.connections
          .containerOf(r)
          .filter(container -> !s.connections.isConnection(r))
          .flatMap(s.connections::guestIn)
          .ifPresent(guest -> keepInside(s, r, guest));
    }
  }

  private static void keepOffRemoteNodes(Situation s, Resource r, String why) {
    for (Node node : s.nodes) {
      if (node.remote()) {
        ban(r, node, r + " does not run on " + node + ": " + why);
      }
    }
  }

  private static void keepInside(Situation s, Resource r, Node guest) {
    for (Node node : s.nodes) {
      if (node != guest) {
        ban(r, node, r + " lives in " + guest);
      }
    }
  }

  private static void ban(Resource r, Node node, String why) {
    r.scores.add(
        node.index,
        -Scores.INFINITY,
        new Reason(
            "container",
            why,
            Optional.empty(),
            SourcePosition.NONE,
            Optional.of(Score.MINUS_INFINITY)));
  }
}
