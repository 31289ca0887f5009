package ha.cli;

import ha.cli.text.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code hactl}. */
@Command(
    name = "hactl",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    scope = ScopeType.INHERIT,
    description = "Shows and directs a high-availability cluster.",
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:the command line is wrong",
      "3:asked something, and the answer is no",
      "4:no quorum, or no daemon to talk to",
      "5:refused for safety"
    })
public final class Hactl implements Runnable {
  private static final Set<String> FILE_WRITERS = Set.of("import", "report");

  /** picocli writes no narrower help. */
  private static final int LEAST_WIDTH = 55;

  @Mixin private final GlobalOptions options = new GlobalOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  Hactl() {}

  /** Runs one command and exits with its {@link ExitCode}. */
  @SuppressWarnings("SystemExitOutsideMain") // This is main.
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Charset charset = Style.utf8(environment) ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, charset);
    int code =
        run(
            List.of(arguments),
            System.in,
            out,
            err,
            environment,
            Surroundings.ofProcess(environment));
    System.exit(code);
  }

  /** Runs one command away from any terminal and returns its {@link ExitCode}. */
  public static int run(
      List<String> arguments,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment) {
    return run(arguments, in, out, err, environment, Surroundings.ofPipe());
  }

  /** Runs one command and returns its {@link ExitCode}. */
  public static int run(
      List<String> arguments,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Surroundings surroundings) {
    Hactl root = new Hactl();
    Context context = new Context(in, out, err, environment, surroundings, root.options);
    CommandLine line = new CommandLine(root);
    Commands.register(line, context, arguments);
    Failures failures = new Failures(context);
    boolean colour = Style.of(environment, surroundings.outputIsTerminal()).colour();
    ColorScheme colours =
        new ColorScheme.Builder(colour ? Ansi.ON : Ansi.OFF)
            .commands(Ansi.Style.bold)
            .options(Ansi.Style.fg_cyan)
            .parameters(Ansi.Style.fg_cyan)
            .build();
    line.setExecutionStrategy(parsed -> {
      checkFormat(root.options, parsed);
      if (surroundings.outputIsTerminal() && asksForHelp(parsed)) {
        line.setUsageHelpWidth(Math.max(LEAST_WIDTH, surroundings.width().getAsInt()));
      }
      return new CommandLine.RunLast().execute(parsed);
    });
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(colours)
        .setOut(Failures.writer(out))
        .setErr(Failures.writer(err))
        .setParameterExceptionHandler(failures::usage)
        .setExecutionExceptionHandler(failures::execution);
    int code = line.execute(arguments.toArray(String[]::new));
    out.flush();
    err.flush();
    return code;
  }

  private static boolean asksForHelp(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .anyMatch(c -> c.isUsageHelpRequested() || c.getCommandSpec().helpCommand());
  }

  /** What some commands write is a file; everywhere else {@code --output} is a format. */
  private static void checkFormat(GlobalOptions options, ParseResult parsed) {
    boolean file =
        parsed.hasSubcommand() && FILE_WRITERS.contains(parsed.subcommand().commandSpec().name());
    if (!file && options.format().isEmpty()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "'" + options.written() + "' is no format for --output; expected text, wide or json");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
