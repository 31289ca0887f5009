package ha.daemon.desk;

import ha.api.ResourceStatus.State;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.util.List;

/** What an instance is on a node, read from its history for display. */
final class InstanceStates {
  private InstanceStates() {}

  /** State after {@code history} (oldest first) of one instance on one node. */
  static State of(List<OperationRecord> history, boolean promotable) {
    State state = State.STOPPED;
    for (OperationRecord record : history) {
      state = after(state, record, promotable);
    }
    return state;
  }

  private static State after(State before, OperationRecord record, boolean promotable) {
    State running = promotable ? State.UNPROMOTED : State.STARTED;
    if (record.status() != Status.DONE) {
      return record.status() == Status.CANCELLED || record.status() == Status.PENDING
          ? before
          : record.status() == Status.UNKNOWN ? State.UNKNOWN : State.FAILED;
    }
    return switch (record.operation()) {
      case "start", "demote", "migrate_from" -> ok(record) ? running : State.FAILED;
      case "promote" -> ok(record) ? State.PROMOTED : State.FAILED;
      case "stop" -> ok(record) ? State.STOPPED : State.FAILED;
      case "migrate_to" -> ok(record) ? State.STOPPED : State.FAILED;
      case "monitor" -> monitored(record, before, running);
      case String ignored -> before;
    };
  }

  private static State monitored(OperationRecord record, State before, State running) {
    return switch (record.exitCode()) {
      case ExitCode.OK, ExitCode.DEGRADED -> before == State.PROMOTED ? State.UNPROMOTED : running;
      case ExitCode.RUNNING_PROMOTED, ExitCode.DEGRADED_PROMOTED -> State.PROMOTED;
      case ExitCode.NOT_RUNNING -> missing(record);
      default -> State.FAILED;
    };
  }

  /** Probes, and monitors for the role stopped, may find nothing; to others it is a failure. */
  private static State missing(OperationRecord record) {
    boolean expected =
        record.interval().isZero() || record.expectedExitCode() == ExitCode.NOT_RUNNING;
    return expected ? State.STOPPED : State.FAILED;
  }

  private static boolean ok(OperationRecord record) {
    return record.exitCode() == ExitCode.OK;
  }
}
