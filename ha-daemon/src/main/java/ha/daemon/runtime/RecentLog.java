package ha.daemon.runtime;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps the newest lines of the log in memory. Thread-safe. */
final class RecentLog extends AppenderBase<ILoggingEvent> {
  private static final int KEPT = 1000;
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %logger{0}: %msg%n%ex{8}";

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final PatternLayoutEncoder encoder = new PatternLayoutEncoder();

  private RecentLog(LoggerContext context) {
    setContext(context);
    setName("recent");
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
  }

  /** Begins to listen to the whole process's log. */
  static RecentLog begin() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    RecentLog recent = new RecentLog(context);
    recent.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(recent);
    return recent;
  }

  /** Listens no more. */
  void end() {
    ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
    stop();
  }

  @Override
  protected void append(ILoggingEvent event) {
    String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
    synchronized (lines) {
      text.lines().forEach(lines::addLast);
      while (lines.size() > KEPT) {
        lines.removeFirst();
      }
    }
  }

  /** The oldest first. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }
}
