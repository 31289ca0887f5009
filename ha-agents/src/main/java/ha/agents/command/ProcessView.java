package ha.agents.command;

/** One process as {@code /proc/PID/stat} shows it (proc_pid_stat(5)). */
public record ProcessView(
    long pid, String name, char state, long parent, long group, long session, long startTicks) {
  /** Whether it can still do anything: neither ended and unreaped, nor gone. */
  public boolean alive() {
    return state != 'Z' && state != 'X';
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static ProcessView parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 1 || close < open) {
      throw new IllegalArgumentException("no process name in '" + line + "'");
    }
    String[] rest = line.substring(close + 2).strip().split(" ");
    if (rest.length < 20) {
      throw new IllegalArgumentException("too few fields in '" + line + "'");
    }
    return new ProcessView(
        Long.parseLong(line.substring(0, open).strip()),
        line.substring(open + 1, close),
        rest[0].charAt(0),
        Long.parseLong(rest[1]),
        Long.parseLong(rest[2]),
        Long.parseLong(rest[3]),
        Long.parseLong(rest[19]));
  }

  /** For people, without arguments, which may be secret: {@code 4711 mount (D)}. */
  @Override
  public String toString() {
    return pid + " " + name + " (" + state + ")";
  }
}
