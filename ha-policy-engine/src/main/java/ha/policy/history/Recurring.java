package ha.policy.history;

import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;

/** Which recurring operations are still under way on a node. */
final class Recurring {
  private Recurring() {}

  /** A recurring operation runs from the last start until the next stop. */
  static void read(Situation s, Resource r, Node node, List<OperationRecord> operations) {
    if (!node.online) {
      return;
    }
    int stop = -1;
    int start = -1;
    int implied = -1;
    for (int i = 0; i < operations.size(); i++) {
      OperationRecord op = operations.get(i);
      switch (op.operation()) {
        case "stop" -> {
          if (op.status() == Status.DONE) {
            stop = i;
          }
        }
        case "start", "migrate_from" -> start = i;
        case "monitor" -> {
          boolean running =
              op.exitCode() == ExitCode.OK || op.exitCode() == ExitCode.RUNNING_PROMOTED;
          if (start <= stop && implied <= stop && running) {
            implied = i;
          }
        }
        case "promote", "demote" -> {
          if (start <= stop && implied <= stop) {
            implied = i;
          }
        }
        default -> {}
      }
    }
    int since = start > stop ? start : implied;
    for (int i = 0; i < operations.size(); i++) {
      OperationRecord op = operations.get(i);
      boolean ended = since < stop && i <= stop;
      boolean runs =
          !op.interval().isZero()
              && op.status() != Status.CANCELLED
              && op.status() != Status.PENDING
              && !ended
              && i >= since;
      if (runs) {
        Situation.ActiveRecurring active =
            new Situation.ActiveRecurring(
                r, op.operation(), op.interval(), node, op.agent(), op.parametersDigest());
        s.recurring.put(key(r, op.operation(), op.interval().toMillis(), node), active);
      }
    }
  }

  static String key(Resource r, String operation, long intervalMillis, Node node) {
    return r + "|" + operation + "|" + intervalMillis + "|" + node;
  }
}
