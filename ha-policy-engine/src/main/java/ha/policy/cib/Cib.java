package ha.policy.cib;

import ha.model.definition.Definitions;
import ha.model.snapshot.Snapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * What a Pacemaker cluster information base holds, in our terms.
 *
 * @param executionDate the moment for which it was to be decided, if the file names one
 */
public record Cib(Definitions definitions, Snapshot snapshot, Optional<Instant> executionDate) {}
