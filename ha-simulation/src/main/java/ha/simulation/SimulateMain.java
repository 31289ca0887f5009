package ha.simulation;

import java.io.PrintStream;

/** Runs simulations: {@code bin/simulate --seeds 1000}. */
public final class SimulateMain {
  private SimulateMain() {}

  /** Ends with exit status 1 after a violation, 2 after wrong arguments. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.exit(new Campaign(out).run(args));
  }
}
