package ha.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
final class GlobalOptions {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "The daemon's socket (else $HACTL_SOCKET, else /run/had/api.sock).")
  private @Nullable Path socket;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "text, wide (text with more columns) or json; of import the file to write.")
  private String output = Output.TEXT.toString();

  /** How answers are printed. */
  enum Output {
    TEXT,
    WIDE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Nullable Path socket() {
    return socket;
  }

  /** The format; text where what was written is none. */
  Output output() {
    return format().orElse(Output.TEXT);
  }

  /** The format, if what was written is one. */
  Optional<Output> format() {
    return Arrays.stream(Output.values())
        .filter(known -> known.toString().equalsIgnoreCase(output))
        .findFirst();
  }

  /** What was written. */
  String written() {
    return output;
  }
}
