package ha.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
final class GlobalOptions {
  private final OptionSpec help =
      OptionSpec.builder("-h", "--help")
          .usageHelp(true)
          .description("Show this help message and exit.")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec version =
      OptionSpec.builder("-V", "--version")
          .versionHelp(true)
          .description("Print version information and exit.")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec socket =
      OptionSpec.builder("--socket")
          .type(Path.class)
          .paramLabel("PATH")
          .description("The daemon's socket (else $HACTL_SOCKET, else /run/had/api.sock).")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec output =
      OptionSpec.builder("-o", "--output")
          .type(String.class)
          .initialValue(Output.TEXT.toString())
          .paramLabel("FORMAT")
          .description("text, wide (text with more columns) or json; of import the file to write.")
          .scopeType(ScopeType.INHERIT)
          .build();

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

  void addTo(CommandSpec spec) {
    spec.addOption(help).addOption(version).addOption(socket).addOption(output);
  }

  @Nullable Path socket() {
    return socket.getValue();
  }

  /** The format; text where what was written is none. */
  Output output() {
    return format().orElse(Output.TEXT);
  }

  /** The format, if what was written is one. */
  Optional<Output> format() {
    String written = written();
    return Arrays.stream(Output.values())
        .filter(known -> known.toString().equalsIgnoreCase(written))
        .findFirst();
  }

  /** What was written. */
  String written() {
    return output.getValue();
  }
}
