package ha.simulation;

import ha.simulation.fault.Fault;
import ha.simulation.oracle.Violation;
import ha.simulation.world.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one simulation.
 *
 * @param simulated virtual time
 * @param recovery from the moment when all was mended until all was well; zero if it never was
 * @param lines the trace, if it was kept
 */
record Run(
    long seed,
    int nodes,
    Optional<Violation> violation,
    long hash,
    long events,
    Duration simulated,
    Duration recovery,
    Counters counters,
    List<Fault> faults,
    List<String> lines) {}
