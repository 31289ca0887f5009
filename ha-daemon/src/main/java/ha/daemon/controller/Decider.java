package ha.daemon.controller;

import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import java.time.Instant;

/** The policy engine, as the controller sees it: pure, same input, same plan. */
@FunctionalInterface
public interface Decider {
  Plan decide(Definitions definitions, Snapshot snapshot, Instant at);
}
