package ha.model.snapshot;

/** Exit codes of the Open Cluster Framework resource agent API 1.1, and the two degraded ones. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int GENERIC_ERROR = 1;
  public static final int INVALID_PARAMETER = 2;
  public static final int UNIMPLEMENTED = 3;
  public static final int INSUFFICIENT_PRIVILEGE = 4;
  public static final int NOT_INSTALLED = 5;
  public static final int NOT_CONFIGURED = 6;
  public static final int NOT_RUNNING = 7;
  public static final int RUNNING_PROMOTED = 8;
  public static final int FAILED_PROMOTED = 9;
  public static final int DEGRADED = 190;
  public static final int DEGRADED_PROMOTED = 191;

  private ExitCode() {}
}
