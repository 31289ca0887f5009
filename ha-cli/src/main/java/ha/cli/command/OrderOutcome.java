package ha.cli.command;

import ha.api.StatusProblem;
import java.util.List;

/**
 * What came of a command that changes something, as {@code -o json} prints it.
 *
 * @param ok it is as it was wanted, or (without waiting) accepted
 * @param settled the cluster has settled; false also if nobody waited
 * @param problems that are left
 */
record OrderOutcome(
    boolean ok, boolean settled, String text, String cursor, List<StatusProblem> problems) {
  OrderOutcome {
    problems = List.copyOf(problems);
  }
}
