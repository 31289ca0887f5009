package ha.fencing.disk;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.time.Duration;
import java.time.Instant;

/**
 * A daemon's promise to obey the messages in its slot.
 *
 * @param first its first life, with which it began
 * @param life its present one
 * @param watchdog within what time its watchdog resets it once it is not fed any more
 */
public record DiskPresence(
    NodeName node, Incarnation first, Incarnation life, Duration watchdog, Instant at) {
  boolean covers(Incarnation wanted) {
    return !first.newerThan(wanted) && !wanted.newerThan(life);
  }
}
