package ha.agents;

import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;

/** Between results and the exit codes of the OCF resource agent API 1.1: the one place. */
public final class OcfCodes {
  private OcfCodes() {}

  /** What {@code code} of a script means; {@code reason} is the script's own words. */
  public static AgentResult result(int code, String reason) {
    return switch (code) {
      case ExitCode.OK -> AgentResult.OK;
      case ExitCode.DEGRADED -> new Ok(true, reason);
      case ExitCode.RUNNING_PROMOTED -> AgentResult.PROMOTED;
      case ExitCode.DEGRADED_PROMOTED -> new Promoted(true, reason);
      case ExitCode.NOT_RUNNING -> new NotRunning(reason);
      case ExitCode.INVALID_PARAMETER -> new Failed(Kind.INVALID_PARAMETER, reason);
      case ExitCode.UNIMPLEMENTED -> new Failed(Kind.UNIMPLEMENTED, reason);
      case ExitCode.INSUFFICIENT_PRIVILEGE -> new Failed(Kind.INSUFFICIENT_PRIVILEGE, reason);
      case ExitCode.NOT_INSTALLED -> new Failed(Kind.NOT_INSTALLED, reason);
      case ExitCode.NOT_CONFIGURED -> new Failed(Kind.NOT_CONFIGURED, reason);
      case ExitCode.FAILED_PROMOTED -> new Failed(Kind.PROMOTED, reason);
      default -> new Failed(Kind.GENERIC, code, reason.isEmpty() ? "exit code " + code : reason);
    };
  }

  /**
   * The OCF number of a result. Of what timed out or is unknown it is {@link
   * ExitCode#GENERIC_ERROR}, and {@link #status} tells.
   */
  public static int exitCode(AgentResult result) {
    return switch (result) {
      case Ok ok -> ok.degraded() ? ExitCode.DEGRADED : ExitCode.OK;
      case Promoted p -> p.degraded() ? ExitCode.DEGRADED_PROMOTED : ExitCode.RUNNING_PROMOTED;
      case NotRunning n -> ExitCode.NOT_RUNNING;
      case Failed failed -> failed.kind().code();
      case TimedOut t -> ExitCode.GENERIC_ERROR;
      case Unknown u -> ExitCode.GENERIC_ERROR;
    };
  }

  /**
   * The number that history keeps of an operation. Only of what a monitor sees is <em>degraded</em>
   * an answer of its own: a start or promote that left something to be wished for has succeeded.
   */
  public static int exitCode(String operation, AgentResult result) {
    return result instanceof Ok && !operation.equals(Operation.MONITOR.wireName())
        ? ExitCode.OK
        : exitCode(result);
  }

  /** How a result goes into a node's history. */
  public static OperationRecord.Status status(AgentResult result) {
    return switch (result) {
      case Ok ok -> OperationRecord.Status.DONE;
      case Promoted p -> OperationRecord.Status.DONE;
      case NotRunning n -> OperationRecord.Status.DONE;
      case Failed failed -> OperationRecord.Status.DONE;
      case TimedOut t -> OperationRecord.Status.TIMED_OUT;
      case Unknown u -> OperationRecord.Status.UNKNOWN;
    };
  }
}
