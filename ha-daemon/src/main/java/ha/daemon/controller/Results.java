package ha.daemon.controller;

import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results and plans in words, for the log. */
final class Results {
  private Results() {}

  /** Whether it came out as the plan expected; degraded is success with a warning. */
  static boolean isExpected(OperationRecord result) {
    return result.status() == Status.DONE
        && undegraded(result.exitCode()) == result.expectedExitCode();
  }

  private static int undegraded(int code) {
    return switch (code) {
      case ExitCode.DEGRADED -> ExitCode.OK;
      case ExitCode.DEGRADED_PROMOTED -> ExitCode.RUNNING_PROMOTED;
      default -> code;
    };
  }

  static String describe(OperationRecord result) {
    String reason = result.exitReason().isEmpty() ? "" : " (" + result.exitReason() + ")";
    String text =
        switch (result.status()) {
          case DONE -> exitCode(result.exitCode());
          case PENDING -> "still running";
          case CANCELLED -> "cancelled before it began";
          case TIMED_OUT -> "timed out";
          case NOT_SUPPORTED -> "not supported by the agent";
          case ERROR, ERROR_HARD, ERROR_FATAL -> "failed, exit code " + result.exitCode();
          case NOT_INSTALLED -> "the agent is not installed";
          case NOT_CONNECTED -> "not connected";
          case INVALID -> "invalid";
          case UNKNOWN -> "outcome unknown";
        };
    return text + reason;
  }

  private static String exitCode(int code) {
    return switch (code) {
      case ExitCode.OK -> "ok";
      case ExitCode.NOT_RUNNING -> "not running";
      case ExitCode.RUNNING_PROMOTED -> "running promoted";
      case ExitCode.DEGRADED -> "ok, but degraded";
      case ExitCode.DEGRADED_PROMOTED -> "running promoted, but degraded";
      case ExitCode.FAILED_PROMOTED -> "failed promoted";
      case ExitCode.NOT_INSTALLED -> "not installed";
      case ExitCode.NOT_CONFIGURED -> "not configured";
      default -> "failed, exit code " + code;
    };
  }

  /** One sentence on what a plan changes. */
  static String describe(Plan plan) {
    List<String> parts = new ArrayList<>();
    for (PlannedAction action : plan.actions()) {
      if (action instanceof PlannedAction.Fence f) {
        parts.add("fence " + f.node() + " because " + f.reason().text());
      }
    }
    for (Decision decision : plan.decisions()) {
      if (decision.kind() != Decision.Kind.STAY
          && decision.kind() != Decision.Kind.REMAIN_STOPPED) {
        parts.add(describe(decision));
      }
    }
    if (parts.isEmpty()) {
      long operations =
          plan.actions().stream().filter(a -> a instanceof PlannedAction.Operation).count();
      return "plan: " + operations + " operations, no resource moves";
    }
    return "plan: " + String.join("; ", parts);
  }

  private static String describe(Decision decision) {
    String verb = decision.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String from = decision.from().map(n -> " from " + n).orElse("");
    String to = decision.to().map(n -> " on " + n).orElse("");
    String why =
        decision.reasons().isEmpty() ? "" : " (" + decision.reasons().getFirst().text() + ")";
    return verb + " " + decision.resource() + from + to + why;
  }
}
