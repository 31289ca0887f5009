package ha.api;

import ha.model.definition.Definitions;
import ha.model.snapshot.Snapshot;
import java.time.Instant;

/**
 * All that the next decision is made from; with the same release the same plan follows from it
 * anywhere.
 *
 * @param at moment of the decision (UTC)
 * @param revision of the definitions; 0: none was applied yet
 * @param definitions with what operators ordered laid over them
 */
public record ClusterSituation(
    Instant at, long revision, Definitions definitions, Snapshot snapshot) {}
