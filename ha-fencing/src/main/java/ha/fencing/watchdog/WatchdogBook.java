package ha.fencing.watchdog;

import ha.fencing.device.Target;
import java.time.Duration;
import java.util.Optional;

/** What is on record of other nodes' watchdogs. Thread-safe. */
@FunctionalInterface
public interface WatchdogBook {
  /**
   * How long after the end of its authority that life of that node is reset, at the latest, unless
   * nothing runs there; empty if it is not on record that it has a watchdog. A target of
   * incarnation unknown asks for the node's present life.
   */
  Optional<Duration> resetWithin(Target target);
}
