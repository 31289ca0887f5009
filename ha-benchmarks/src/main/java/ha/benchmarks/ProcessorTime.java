package ha.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time of the deciding thread: what JMH cannot tell, and all that can be trusted on a
 * machine that does other things too. The first call, and the median when warm.
 */
final class ProcessorTime {
  private static final int MOST_CALLS = 120;
  private static final long ENOUGH_NANOS = 6_000_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /** Arguments: situations, as in {@link Input#situation}. */
  public static void main(String[] situations) throws IOException {
    System.out.println(
        "| situation | read | decide, first | decide, warm | after one event, warm |");
    System.out.println("|---|---|---|---|---|");
    for (String situation : situations) {
      Input input = new Input();
      input.situation = situation;
      input.read();
      double first = millis(input::decided);
      System.out.printf(
          "| %s | %.1f | %.0f | %.1f | %.1f |%n",
          situation,
          median(input::parsed),
          first,
          median(input::decided),
          median(input::decidedAfterEvent));
    }
  }

  /** The median of the second half of many calls. */
  private static double median(Runnable call) {
    List<Double> all = new ArrayList<>();
    double sum = 0;
    while (all.size() < MOST_CALLS && sum < ENOUGH_NANOS / 1e6) {
      double millis = millis(call);
      all.add(millis);
      sum += millis;
    }
    List<Double> warm = all.subList(all.size() / 2, all.size()).stream().sorted().toList();
    return warm.get(warm.size() / 2);
  }

  private static double millis(Runnable call) {
    long began = THREADS.getCurrentThreadCpuTime();
    call.run();
    return (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
  }
}
