package ha.agents.executor;

import java.time.Duration;
import java.util.Optional;

/**
 * An order that is not finished.
 *
 * @param waited from the order to the agent's beginning, or to now
 * @param running since when the agent runs, empty while it waits for its turn
 * @param repeat a later run of a recurring operation
 */
public record InFlight(
    OperationRequest request, Duration waited, Optional<Duration> running, boolean repeat) {}
