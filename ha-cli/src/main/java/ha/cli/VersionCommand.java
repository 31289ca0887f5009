package ha.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code hactl version}. */
@Command(name = "version", description = "Prints the version of hactl and of its Java.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  private final @Nullable Context context;

  /** For picocli, which only asks for the version. */
  public VersionCommand() {
    this.context = null;
  }

  /** The command itself. */
  public VersionCommand(Context context) {
    this.context = context;
  }

  /** What is printed with {@code -o json}. */
  record Version(String version, String java) {}

  @Override
  public Integer call() {
    if (context != null && context.json()) {
      context.printJson(new Version(version(), Runtime.version().toString()));
    } else if (context != null) {
      context.out().println(getVersion()[0]);
    }
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"hactl " + version() + " (Java " + Runtime.version() + ")"};
  }

  private static String version() {
    try (InputStream text = VersionCommand.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
