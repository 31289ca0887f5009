package ha.policy.fuzz;

import java.io.IOException;

/** Looks for situations in which we and Pacemaker differ: {@code bin/fuzz-scheduler}. */
public final class FuzzMain {
  private FuzzMain() {}

  /** Ends with 1 if there are differences that nobody understands yet, 2 after wrong arguments. */
  public static void main(String[] args) throws IOException {
    Arguments arguments;
    try {
      arguments = Arguments.read(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Arguments.USAGE);
      System.exit(2);
      return;
    }
    System.exit(new Campaign(arguments, System.out).run());
  }
}
