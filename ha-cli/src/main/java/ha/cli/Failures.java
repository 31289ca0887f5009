package ha.cli;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Style;
import ha.cli.text.Tone;
import ha.model.json.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where failures are shown, and turned into exit codes. */
final class Failures {
  private final Context context;

  Failures(Context context) {
    this.context = context;
  }

  /** A writer on {@code stream} in the stream's own encoding. */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  int usage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String expected = "";
    if (failure instanceof UnmatchedArgumentException unmatched) {
      expected = String.join(", ", suggestions(unmatched));
    }
    show(
        new ApiError(
            Kind.USAGE,
            String.valueOf(failure.getMessage()),
            "",
            expected.isEmpty() ? "" : "perhaps " + expected,
            command.getCommandSpec().qualifiedName() + " --help"));
    return ExitCode.USAGE;
  }

  private static List<String> suggestions(UnmatchedArgumentException unmatched) {
    return unmatched.getUnmatched().isEmpty()
        ? List.of()
        : new ArrayList<>(unmatched.getSuggestions());
  }

  int execution(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof CommandFailure known) {
      show(known.error());
      return known.error().kind().exitCode();
    }
    show(
        new ApiError(
            Kind.INTERNAL,
            "this is a bug in hactl: " + failure,
            "",
            "",
            "report it together with the lines below"));
    failure.printStackTrace(context.err());
    return ExitCode.FAILED;
  }

  private void show(ApiError error) {
    if (context.json()) {
      context.err().println(Json.pretty(error));
      return;
    }
    Page page =
        new Page(
            Style.of(context.environment(), context.surroundings().outputIsTerminal()),
            context.surroundings().width().getAsInt());
    page.add(Line.of(Tone.BAD, "error: "), Line.of("       "), Line.of(error.message()));
    detail(page, "where:", Line.of(error.where()));
    detail(page, "expected:", Line.of(error.expected()));
    detail(page, "do:", Line.of(Tone.COMMAND, error.remedy()));
    context.err().print(page.text());
    context.err().flush();
  }

  private static void detail(Page page, String label, Line text) {
    if (!text.isEmpty()) {
      String start = "  " + label + " ".repeat(10 - label.length());
      page.add(Line.of(Tone.FAINT, start), Line.of(" ".repeat(start.length())), text);
    }
  }
}
