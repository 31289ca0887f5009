package ha.agents.filesystem;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One line of {@code /proc/PID/mountinfo} (proc_pid_mountinfo(5)).
 *
 * @param id of this very mount, in this boot
 * @param device major and minor number of the file system, {@code 147:0}
 * @param root the part of the file system that is mounted
 * @param options of the mount and of the file system
 */
record Mount(
    long id,
    String device,
    String root,
    Path point,
    String type,
    String source,
    List<String> options) {
  /** The major number of DRBD's devices, in the kernel's list. */
  private static final String DRBD = "147:";

  /** Reads a line; empty if it is none. */
  static Optional<Mount> parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    int dash = words.indexOf("-");
    if (dash < 6 || words.size() < dash + 4 || !words.getFirst().matches("[0-9]+")) {
      return Optional.empty();
    }
    String options = words.get(5) + "," + words.get(dash + 3);
    return Optional.of(
        new Mount(
            Long.parseLong(words.getFirst()),
            words.get(2),
            plain(words.get(3)),
            Path.of(plain(words.get(4))),
            words.get(dash + 1),
            plain(words.get(dash + 2)),
            List.of(options.split(","))));
  }

  /** White space and backslashes are written as three octal digits. */
  private static String plain(String written) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      boolean octal = c == '\\' && i + 3 < written.length();
      text.append(octal ? (char) Integer.parseInt(written.substring(i + 1, i + 4), 8) : c);
      i += octal ? 3 : 0;
    }
    return text.toString();
  }

  /** Whether mount(8) means this by {@code wanted}; it falls back to what it finds on the disk. */
  boolean isOf(String wanted) {
    return wanted.equals("auto") || type.startsWith(wanted) || type.endsWith("." + wanted);
  }

  /** Over a network from a server that others may use as well. */
  boolean isNfs() {
    return Nfs.isType(type);
  }

  /** Whether writing and reading stop while DRBD waits for its peer to be fenced. */
  boolean isOnDrbd() {
    return device.startsWith(DRBD);
  }

  boolean readOnly() {
    return options.contains("ro");
  }

  @Override
  public String toString() {
    return source + " (" + type + ") on " + point;
  }
}
