package ha.e2e;

import ha.daemon.Had;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts {@code had} as {@code bin/had} does, with the classes under test. */
final class DaemonProgram {
  private static final List<String> FLAGS = flags();

  /** As the systemd unit gives the daemon a greater weight than others; for root only. */
  private static final List<String> PRIORITY =
      "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/nice"))
          ? List.of("/usr/bin/nice", "-n", "-10")
          : List.of();

  private DaemonProgram() {}

  /** Output is added to {@code log}. */
  static Process start(Path config, Path log) throws IOException {
    List<String> command = new ArrayList<>(PRIORITY);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Had.class.getName(),
            "--foreground",
            "--config",
            config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** The flags of the real script, so that the two do not drift apart. */
  private static List<String> flags() {
    try {
      Matcher line =
          Pattern.compile("(?m)^jvm_flags=\"(.*)\"$").matcher(Files.readString(script()));
      if (!line.find()) {
        throw new IllegalStateException(script() + " has no jvm_flags any more");
      }
      return List.of(line.group(1).split(" +"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + script(), e);
    }
  }

  private static Path script() {
    Path here = Path.of("").toAbsolutePath();
    for (Path up = here; up != null; up = up.getParent()) {
      if (Files.exists(up.resolve("bin/had"))) {
        return up.resolve("bin/had");
      }
    }
    throw new IllegalStateException("no bin/had in " + here + " or above it");
  }
}
