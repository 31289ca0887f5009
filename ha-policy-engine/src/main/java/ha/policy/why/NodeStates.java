package ha.policy.why;

import ha.model.NodeName;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a node as such takes nothing, and what would change that. */
final class NodeStates {
  static final String STANDBY = "standby";
  static final String MAINTENANCE = OptionNames.Cluster.MAINTENANCE;

  private final Known known;

  NodeStates(Known known) {
    this.known = known;
  }

  /**
   * In words without the node's name, so that nodes in the same state can be told of together.
   *
   * @param recorded what the engine said of the node
   */
  Cause cause(NodeName node, String recorded) {
    boolean fenced = known.fence(node).isPresent();
    if (fenced || recorded.contains("must be fenced")) {
      return fencing(node, recorded, fenced);
    }
    return switch (known.standing(node)) {
      case LOST -> fencing(node, recorded, false);
      case LEFT ->
          cause("it has left the cluster", Remedy.act("on " + node + ": systemctl start had"));
      case FENCED ->
          cause(
              "it is off",
              Remedy.act("switch " + node + " on; had starts with it and takes part again"));
      case UNSEEN ->
          cause(
              "it was never seen in this cluster",
              Remedy.act("on " + node + ": systemctl start had"));
      case JOINING ->
          cause(
              "it is joining, and was not asked yet what runs there",
              Remedy.wait(
                  "it takes part as soon as it has answered; if it does not: hactl status"));
      case LEAVING ->
          cause("it is leaving the cluster", Remedy.act("on " + node + ": systemctl start had"));
      case MEMBER -> member(node, recorded);
    };
  }

  private Cause member(NodeName node, String recorded) {
    if (recorded.contains("because of a failure")) {
      return cause(
          "it is on standby because of a failure",
          Remedy.act("find the failure: hactl history " + node),
          Remedy.command("hactl cleanup --node " + node));
    }
    return recorded.contains("maintenance")
        ? switched(node, MAINTENANCE, "it is in maintenance", "hactl maintenance off " + node)
        : switched(node, STANDBY, "it is on standby", "hactl unstandby " + node);
  }

  /** Something that an order switches, or an attribute in the definitions. */
  private Cause switched(NodeName node, String attribute, String text, String command) {
    if (known.transientAttribute(node, attribute).isPresent()) {
      String by = known.ordered(attribute + "/" + node);
      return new Cause(text + by, SourcePosition.NONE, List.of(Remedy.command(command)));
    }
    SourcePosition position = known.node(node).map(n -> n.position()).orElse(SourcePosition.NONE);
    return new Cause(
        text + ", as defined",
        position,
        List.of(Remedy.edit(position, "take " + attribute + " out of the attributes of " + node)));
  }

  private Cause fencing(NodeName node, String recorded, boolean underWay) {
    int colon = recorded.indexOf("must be fenced: ");
    String why = colon < 0 ? "" : " (" + recorded.substring(colon + 16) + ")";
    String off = "it has to be off for certain before anything else" + why;
    if (underWay) {
      return cause(
          off,
          Remedy.wait("its power is switched off and read back; hactl fence history shows how"));
    }
    String obstacle =
        problem(node).map(Problem::text).map(NodeStates::afterBut).orElse("it cannot be fenced");
    return new Cause(
        off + ", but " + obstacle,
        SourcePosition.NONE,
        List.of(
            Remedy.act("look at the machine, and make certain that it is off"),
            Remedy.command("hactl fence confirm " + node + " --reason \"…\"")));
  }

  private Optional<Problem> problem(NodeName node) {
    return known.plan.problems().stream()
        .filter(p -> p.severity() == Problem.Severity.ERROR && p.node().equals(Optional.of(node)))
        .filter(p -> p.text().contains("must be fenced"))
        .findFirst();
  }

  private static String afterBut(String text) {
    int but = text.indexOf(", but ");
    return but < 0 ? text : text.substring(but + 6);
  }

  private static Cause cause(String text, Remedy... remedies) {
    return new Cause(text, SourcePosition.NONE, new ArrayList<>(List.of(remedies)));
  }
}
