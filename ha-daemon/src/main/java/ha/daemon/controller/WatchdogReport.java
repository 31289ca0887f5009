package ha.daemon.controller;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** How a member tells of its own watchdog: as an attribute that is none, but a fact of its life. */
public final class WatchdogReport {
  /** Name of the attribute. */
  public static final String ATTRIBUTE = "#watchdog";

  private WatchdogReport() {}

  /** Value of the attribute: within what time a life that may not act is reset. */
  public static String write(Duration within) {
    return within.toString();
  }

  static Optional<Duration> read(String value) {
    try {
      return Optional.of(Duration.parse(value));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
