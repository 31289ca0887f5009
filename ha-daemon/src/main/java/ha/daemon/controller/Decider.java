package ha.daemon.controller;

import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import java.time.Instant;

/** The policy engine, as the controller sees it: pure, same input, same plan. */
@FunctionalInterface
public interface Decider {
  Plan decide(Definitions definitions, Snapshot snapshot, Instant at);

  /** The same, but it knows nothing of nodes that only vote: they run nothing and hold nothing. */
  default Decider withoutWitnesses() {
    return (definitions, snapshot, at) ->
        decide(definitions.withoutWitnesses(), snapshot.without(definitions.witnesses()), at);
  }
}
