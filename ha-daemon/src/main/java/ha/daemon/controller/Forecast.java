package ha.daemon.controller;

import ha.daemon.controller.Controller.LeaderView;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.plan.Plan;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the controller would decide from another record or other definitions. */
public final class Forecast {
  private Forecast() {}

  public static Plan decide(
      Definitions definitions,
      ClusterRecord record,
      LeaderView leading,
      Decider decider,
      Instant at) {
    SortedMap<NodeName, MemberState> members = new TreeMap<>();
    leading
        .members()
        .forEach((node, report) ->
            members.put(node, new MemberState(record.node(node).incarnation(), report)));
    Definitions overlaid = Overlay.apply(definitions, Overlay.overrides(record), at);
    return decider.decide(
        overlaid, new SnapshotBuilder(overlaid, record, at).build(true, members), at);
  }
}
