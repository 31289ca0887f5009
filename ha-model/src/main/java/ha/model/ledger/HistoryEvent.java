package ha.model.ledger;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Instant;
import java.util.Optional;

/** One line of the history that people read. */
public record HistoryEvent(
    Position position,
    Instant at,
    String text,
    Optional<ResourceId> resource,
    Optional<NodeName> node,
    String author) {}
