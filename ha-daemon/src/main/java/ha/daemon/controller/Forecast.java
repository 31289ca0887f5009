package ha.daemon.controller;

import ha.daemon.controller.Controller.LeaderView;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the controller would decide from another record or other definitions. */
public final class Forecast {
  private Forecast() {}

  /**
   * What a decision is made from.
   *
   * @param definitions with what operators ordered laid over them
   */
  public record Inputs(Definitions definitions, Snapshot snapshot) {}

  /** The plan that would follow. */
  public static Plan decide(
      Definitions definitions,
      ClusterRecord record,
      LeaderView leading,
      Decider decider,
      Instant at) {
    Inputs inputs = inputs(definitions, record, leading, at);
    return decider.decide(inputs.definitions(), inputs.snapshot(), at);
  }

  /** What the plan would be made from. */
  public static Inputs inputs(
      Definitions definitions, ClusterRecord record, LeaderView leading, Instant at) {
    SortedMap<NodeName, MemberState> members = new TreeMap<>();
    leading
        .members()
        .forEach((node, report) ->
            members.put(node, new MemberState(record.node(node).incarnation(), report)));
    Definitions overlaid = Overlay.apply(definitions, Overlay.overrides(record), at);
    return new Inputs(
        overlaid.withoutWitnesses(),
        new SnapshotBuilder(overlaid, record, at)
            .build(true, members)
            .without(overlaid.witnesses()));
  }
}
