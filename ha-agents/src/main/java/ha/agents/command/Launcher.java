package ha.agents.command;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts programs in sessions of their own.
 *
 * <p>That is done by {@code setsid}, which becomes the program and leaves nothing between it and
 * us. Without {@code setsid} a program shares our session; its children are found by descent then.
 */
public final class Launcher {
  /** Longest single argument or {@code name=value} of Linux: MAX_ARG_STRLEN, execve(2). */
  private static final int LONGEST_BYTES = 131_071;

  private static final Path NOTHING = Path.of("/dev/null");

  private final Optional<Path> setsid;
  private final Charset encoding;

  Launcher(Optional<Path> setsid, Charset encoding) {
    this.setsid = setsid;
    this.encoding = encoding;
  }

  /** With this machine's {@code setsid}, if it has one. */
  public static Launcher system() {
    return new Launcher(
        found("setsid"), Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  private static Optional<Path> found(String program) {
    return List.of("/usr/bin/", "/bin/").stream()
        .map(directory -> Path.of(directory + program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether programs get sessions of their own. */
  public boolean ownSessions() {
    return setsid.isPresent();
  }

  /**
   * Starts a program; its input is empty.
   *
   * @param streams says where its output goes
   * @throws IOException if it cannot be run, or not be given exactly what the command says
   */
  public Process start(Command command, Consumer<ProcessBuilder> streams) throws IOException {
    List<String> arguments = new ArrayList<>();
    setsid.ifPresent(s -> arguments.add(s.toString()));
    if (setsid.isPresent() && command.arguments().getFirst().startsWith("-")) {
      throw new IOException("a program's path must not begin with '-'");
    }
    arguments.addAll(command.arguments());
    for (String argument : arguments) {
      requirePassable("an argument", argument);
    }
    command.environment().forEach((name, value) -> requireName(name));
    for (var entry : command.environment().entrySet()) {
      requirePassable("variable " + entry.getKey(), entry.getKey() + "=" + entry.getValue());
    }
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    command.directory().ifPresent(d -> builder.directory(d.toFile()));
    builder.redirectInput(NOTHING.toFile());
    streams.accept(builder);
    return builder.start();
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("'" + name + "' cannot name an environment variable");
    }
  }

  /** Refuses what would not arrive as it is; the value itself may be secret. */
  private void requirePassable(String what, String value) throws IOException {
    if (value.indexOf('\0') >= 0) {
      throw new IOException(what + " holds a NUL character, which no program can be given");
    }
    if (!encoding.newEncoder().canEncode(value)) {
      throw new IOException(
          what
              + " holds characters that this process cannot pass on in the encoding "
              + encoding
              + "; run it with LC_ALL=C.UTF-8");
    }
    int bytes = value.getBytes(encoding).length;
    if (bytes > LONGEST_BYTES) {
      throw new IOException(
          what + " has " + bytes + " bytes; a program can be given at most " + LONGEST_BYTES);
    }
  }
}
