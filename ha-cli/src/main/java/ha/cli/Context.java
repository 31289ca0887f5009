package ha.cli;

import ha.api.ApiError;
import ha.api.ApiSocket;
import ha.cli.text.Page;
import ha.cli.text.Style;
import ha.model.Durations;
import ha.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** What a command works with: streams, environment, terminal, and the options all commands take. */
public final class Context {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Surroundings surroundings;
  private final GlobalOptions options;

  Context(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Surroundings surroundings,
      GlobalOptions options) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.surroundings = surroundings;
    this.options = options;
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  /** Of the local times that are read and shown; takes a while the first time. */
  public ZoneId zone() {
    return surroundings.zone().get();
  }

  /** Where the daemon listens. */
  public Path socket() {
    return ApiSocket.locate(Optional.ofNullable(options.socket()), environment);
  }

  /**
   * How long the daemon may take to answer: {@code $HACTL_ANSWER}, else 10 s.
   *
   * @throws CommandFailure if that is no duration
   */
  public Duration patience() {
    String given = environment.getOrDefault("HACTL_ANSWER", "");
    if (given.isEmpty()) {
      return PATIENCE;
    }
    return Durations.read(given)
        .filter(Duration::isPositive)
        .orElseThrow(() ->
            new CommandFailure(
                ApiError.Kind.USAGE,
                "HACTL_ANSWER is '" + given + "', and no duration",
                "write it as 30s, or unset it"));
  }

  /** Whether answers are to be printed as JSON. */
  public boolean json() {
    return options.output() == GlobalOptions.Output.JSON;
  }

  /** Whether answers are to be printed with more columns. */
  public boolean wide() {
    return options.output() == GlobalOptions.Output.WIDE;
  }

  /** The file that {@code --output} names, for commands that write one. */
  public Optional<Path> outputFile() {
    return options.format().isPresent()
        ? Optional.empty()
        : Optional.of(Path.of(options.written()));
  }

  /** An empty page as wide as the terminal. */
  public Page page() {
    return new Page(
        Style.of(environment, surroundings.outputIsTerminal()),
        Math.max(40, surroundings.width().getAsInt()));
  }

  /** Prints a page. */
  public void print(Page page) {
    out.print(page.text());
    out.flush();
  }

  /** Prints a record as JSON over several lines. */
  public void printJson(Object value) {
    out.println(Json.pretty(value));
    out.flush();
  }

  /** Asks a question on the terminal and waits for a line; empty at the end of the input. */
  public String ask(String question) {
    out.print(question);
    out.flush();
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
      return line.toString(StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
