package ha.daemon.controller;

import ha.fencing.FenceTopology;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import java.util.Collections;

/**
 * Some devices cut a node off from its disks, and the node has to be let back in when it joins. It
 * sees to that itself and then says so, as an attribute; nothing is started there before.
 */
public final class Unfenced {
  /** Name of the attribute. */
  public static final String ATTRIBUTE = "#unfenced";

  private Unfenced() {}

  /** Value of the attribute: that life was let in. */
  public static String write(Incarnation life) {
    return life.toString();
  }

  /** Whether that life of a node has nothing to wait for. */
  static boolean is(
      NodeName node, Incarnation life, Definitions definitions, ClusterRecord record) {
    return FenceTopology.unfencing(definitions, node).isEmpty()
        || write(life)
            .equals(
                record
                    .attributes()
                    .getOrDefault(node, Collections.emptySortedMap())
                    .get(ATTRIBUTE));
  }
}
