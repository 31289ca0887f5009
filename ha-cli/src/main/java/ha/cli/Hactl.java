package ha.cli;

import ha.cli.text.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command {@code hactl}. */
public final class Hactl {
  private static final Set<String> FILE_WRITERS = Set.of("import", "report");

  /** picocli writes no narrower help. */
  private static final int LEAST_WIDTH = 55;

  private Hactl() {}

  /** Runs one command and exits with its {@link ExitCode}. */
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
    // All is done, closed and flushed. System.exit would first look for a logger in all jars: 15
    // ms.
    Runtime.getRuntime().halt(code);
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
    GlobalOptions options = new GlobalOptions();
    Context context = new Context(in, out, err, environment, surroundings, options);
    CommandLine line = new CommandLine(spec(options));
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
      check(options, parsed);
      prepareHelp(parsed, surroundings);
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

  /** What all commands have in common is inherited from here. */
  private static CommandSpec spec(GlobalOptions options) {
    CommandSpec spec = CommandSpec.create().name("hactl").scopeType(ScopeType.INHERIT);
    Map<String, String> exitCodes = new LinkedHashMap<>();
    exitCodes.put("0", "done");
    exitCodes.put("1", "failed");
    exitCodes.put("2", "the command line is wrong");
    exitCodes.put("3", "asked something, and the answer is no");
    exitCodes.put("4", "no quorum, or no daemon to talk to");
    exitCodes.put("5", "refused for safety");
    spec.usageMessage()
        .description("Shows and directs a high-availability cluster.")
        .sortOptions(false)
        .synopsisSubcommandLabel("COMMAND")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes);
    options.addTo(spec);
    return spec;
  }

  /** What only help and the version need is found out only when they are asked for. */
  private static void prepareHelp(ParseResult parsed, Surroundings surroundings) {
    for (CommandLine line : parsed.asCommandLineList()) {
      CommandSpec spec = line.getCommandSpec();
      if (line.isVersionHelpRequested()) {
        spec.version(VersionCommand.text());
      }
      boolean help = line.isUsageHelpRequested() || spec.helpCommand();
      if (help && surroundings.outputIsTerminal()) {
        int width = Math.max(LEAST_WIDTH, surroundings.width().getAsInt());
        spec.root().commandLine().setUsageHelpWidth(width);
      }
    }
  }

  private static void check(GlobalOptions options, ParseResult parsed) {
    boolean help = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    if (!parsed.hasSubcommand() && !help) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "a command is missing");
    }
    checkFormat(options, parsed);
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
}
