package ha.cli.report;

import ha.api.ApiError.Kind;
import ha.api.Product;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hactl report}. */
@Command(
    name = "report",
    description = {
      "Writes all that helps to find a cause into one file, from every node that can be reached:"
          + " status, definitions, decisions, history, fence checks, log lines, black boxes,"
          + " machines.",
      "Secrets are masked. --output FILE names the file; situation.json in it can be replayed."
    },
    footer = {"", "Example: hactl report --output incident.tar.gz"})
public final class ReportCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Context context;

  /** The command in a surrounding. */
  public ReportCommand(Context context) {
    this.context = context;
  }

  /** What is printed with {@code -o json}. */
  record Written(String file, List<String> texts, List<String> missing) {}

  @Override
  public Integer call() {
    Instant now = context.surroundings().clock().instant();
    String stem = "hactl-report-" + STAMP.format(now);
    Path file = context.outputFile().orElseGet(() -> Path.of(stem + ".tar.gz"));
    Collector.Found found = new Collector(new Session(context)).collect();
    SortedMap<String, String> texts = new TreeMap<>();
    found.texts().forEach((name, text) -> texts.put(stem + "/" + name, text));
    texts.put(stem + "/README.txt", readme(now, found));
    write(file, texts, now);
    Written written =
        new Written(file.toString(), List.copyOf(found.texts().keySet()), found.missing());
    if (context.json()) {
      context.printJson(written);
    } else {
      context.print(page(written));
    }
    return found.texts().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String readme(Instant now, Collector.Found found) {
    StringBuilder text = new StringBuilder();
    text.append("hactl report of ").append(now).append(", hactl ").append(Product.version());
    text.append(", Java ").append(Runtime.version()).append("\n\nIn here:\n");
    found.texts().keySet().forEach(name -> text.append("  ").append(name).append('\n'));
    text.append("\nAsked for in vain:\n");
    found.missing().forEach(why -> text.append("  ").append(why).append('\n'));
    if (found.missing().isEmpty()) {
      text.append("  nothing\n");
    }
    text.append("\nSecrets in the definitions are masked, wherever they stand. Look at it all the");
    text.append(" same\nbefore you pass it on. Replay: hactl simulate --snapshot situation.json\n");
    return text.toString();
  }

  private static void write(Path file, SortedMap<String, String> texts, Instant now) {
    try {
      TarGz.write(file, texts, now);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          Kind.USAGE, file + " is there already", "name another file: --output FILE");
    } catch (IOException e) {
      throw new CommandFailure(
          Kind.USAGE,
          file + " cannot be written: " + e.getMessage(),
          "name another: --output FILE");
    }
  }

  private Page page(Written written) {
    Page page = context.page();
    boolean whole = written.missing().isEmpty();
    page.add(
        Line.of(whole ? Tone.GOOD : Tone.WARNING, whole ? "✔ " : "▲ "),
        Line.of("  "),
        Line.of(
            written.file()
                + ": "
                + written.texts().size()
                + " files, secrets masked, readable by you only"));
    if (!whole) {
      page.heading("Asked for in vain");
      written.missing().forEach(why -> page.add(Line.of("  "), Line.of("    "), Line.of(why)));
    }
    return page;
  }
}
