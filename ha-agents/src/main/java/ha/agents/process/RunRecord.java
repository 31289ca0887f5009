package ha.agents.process;

import ha.agents.command.Signals;
import java.util.Map;

/**
 * What has to be known of a program to recognise and stop it, even without its definition.
 *
 * @param mark drawn for each start; the program and its children carry it in their environment
 * @param bootId of the machine when it was started
 * @param pid zero: about to be started
 * @param startTicks when the process began, in clock ticks since boot; with the number its identity
 * @param stopSignal to ask it to end
 */
record RunRecord(String mark, String bootId, long pid, long startTicks, int stopSignal) {
  /** Variable of the environment that carries the mark. */
  static final String MARK = "HA_PROCESS_MARK";

  /** Once it runs. */
  RunRecord running(long actualPid, long actualStart) {
    return new RunRecord(mark, bootId, actualPid, actualStart, stopSignal);
  }

  String text() {
    return "mark=%s%nboot=%s%npid=%d%nstart=%d%nstop-signal=%d%nend%n"
        .formatted(mark, bootId, pid, startTicks, stopSignal);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is incomplete
   */
  static RunRecord parse(String text) {
    Map<String, String> values = new java.util.TreeMap<>();
    text.lines().forEach(line -> take(line, values));
    if (!values.containsKey("end")) {
      throw new IllegalArgumentException("it is cut off");
    }
    return new RunRecord(
        values.getOrDefault("mark", ""),
        values.getOrDefault("boot", ""),
        Long.parseLong(values.getOrDefault("pid", "")),
        Long.parseLong(values.getOrDefault("start", "")),
        Integer.parseInt(values.getOrDefault("stop-signal", Integer.toString(Signals.TERM))));
  }

  private static void take(String line, Map<String, String> values) {
    int equals = line.indexOf('=');
    values.put(
        equals < 0 ? line : line.substring(0, equals),
        equals < 0 ? "" : line.substring(equals + 1));
  }
}
