package ha.cli;

/** What {@code hactl} exits with. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;

  /** Asked a question whose answer is no. */
  public static final int CONDITION_FALSE = 3;

  public static final int NO_QUORUM = 4;
  public static final int REFUSED = 5;

  private ExitCode() {}
}
