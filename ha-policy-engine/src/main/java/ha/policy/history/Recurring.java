package ha.policy.history;

import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.List;

/** Which recurring operations are still under way on a node. */
public final class Recurring {
  private Recurring() {}

  /** A recurring operation runs from the last start until the next stop. */
  static void read(Situation s, Resource r, Node node, List<OperationRecord> operations) {
    if (!node.online) {
      return;
    }
    int stop = lastOf(operations, "stop");
    int since = activeSince(operations, stop);
    for (int i = 0; i < operations.size(); i++) {
      OperationRecord op = operations.get(i);
      boolean ended = since < stop && i <= stop;
      boolean runs =
          !op.interval().isZero() && op.status() != Status.PENDING && !ended && i >= since;
      if (runs) {
        Situation.ActiveRecurring active =
            new Situation.ActiveRecurring(
                r, op.operation(), op.interval(), node, op.agent(), op.parametersDigest());
        s.recurring.put(key(r, op.operation(), op.interval().toMillis(), node), active);
      }
    }
  }

  /** The operations since the resource last became active, oldest first. */
  static List<OperationRecord> presentLife(List<OperationRecord> operations) {
    int stop = lastOf(operations, "stop");
    int since = activeSince(operations, stop);
    return since < 0 ? List.of() : operations.subList(Math.max(since, stop + 1), operations.size());
  }

  private static int lastOf(List<OperationRecord> operations, String name) {
    int last = -1;
    for (int i = 0; i < operations.size(); i++) {
      OperationRecord op = operations.get(i);
      if (op.operation().equals(name) && op.status() == Status.DONE) {
        last = i;
      }
    }
    return last;
  }

  /**
   * Where the present life of the resource begins: at its start; where history no longer has that,
   * at a promotion or demotion; else at the first monitor that found it active.
   */
  private static int activeSince(List<OperationRecord> operations, int stop) {
    int start = -1;
    int role = -1;
    int found = -1;
    for (int i = 0; i < operations.size(); i++) {
      OperationRecord op = operations.get(i);
      switch (op.operation()) {
        case "start", "migrate_from" -> start = i;
        case "promote", "demote" -> role = i;
        case "monitor" -> {
          boolean active =
              op.exitCode() == ExitCode.OK || op.exitCode() == ExitCode.RUNNING_PROMOTED;
          if (found <= stop && active) {
            found = i;
          }
        }
        default -> {}
      }
    }
    return start >= 0 ? start : role >= 0 ? role : found;
  }

  /** What tells one recurring operation from all others. */
  public static String key(Resource r, String operation, long intervalMillis, Node node) {
    return r + "|" + operation + "|" + intervalMillis + "|" + node;
  }
}
