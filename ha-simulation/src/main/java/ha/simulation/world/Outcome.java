package ha.simulation.world;

import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord.Status;

/** What an agent reported. */
public record Outcome(Status status, int exitCode) {
  static final Outcome OK = done(ExitCode.OK);
  static final Outcome FAILED = done(ExitCode.GENERIC_ERROR);
  static final Outcome TIMED_OUT = new Outcome(Status.TIMED_OUT, -1);
  static final Outcome UNKNOWN = new Outcome(Status.UNKNOWN, -1);
  static final Outcome REFUSED = new Outcome(Status.CANCELLED, -1);

  static Outcome done(int exitCode) {
    return new Outcome(Status.DONE, exitCode);
  }

  /** Whether the agent said that the operation succeeded. */
  public boolean isOk() {
    return is(ExitCode.OK);
  }

  /** Whether the agent ended with this code. */
  public boolean is(int code) {
    return status == Status.DONE && exitCode == code;
  }
}
