package ha.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of every command that changes something. */
final class OrderOptions {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; kept in the history for whoever wonders later.")
  private String reason = "";

  @Option(names = "--no-wait", description = "Do not wait until the cluster has settled.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "How long to wait for that (default: 2min).")
  private Duration timeout = Duration.ofMinutes(2);

  boolean yes() {
    return yes;
  }

  String reason() {
    return reason;
  }

  boolean waits() {
    return !noWait;
  }

  Duration timeout() {
    return timeout;
  }
}
