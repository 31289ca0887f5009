package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.ProgressPage;
import ha.api.ProgressPage.ProgressEvent;
import ha.api.Queries;
import ha.api.Reply;
import ha.cli.CommandFailure;
import ha.cli.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Follows what the cluster does until it has settled. */
final class Settling {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private final Session session;

  Settling(Session session) {
    this.session = session;
  }

  /**
   * Waits.
   *
   * @param cursor from where on
   * @param limit how long at most
   * @param onEvent gets each event as it becomes known
   * @return whether the cluster has settled
   * @throws CommandFailure if the daemon refuses to tell
   */
  boolean await(String cursor, Duration limit, Consumer<ProgressEvent> onEvent) {
    long end = System.nanoTime() + limit.toNanos();
    String since = cursor;
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      Duration patience = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
      Queries.OfProgress query = new Queries.OfProgress(Optional.of(since), Optional.of(patience));
      switch (session.attempt(Endpoints.PROGRESS, query, patience)) {
        case Reply.Done<ProgressPage>(ProgressPage page) -> {
          page.events().forEach(onEvent);
          if (page.settled()) {
            return true;
          }
          since = page.cursor();
        }
        case Reply.Failed<ProgressPage>(ApiError error) -> {
          if (error.kind() != Kind.UNREACHABLE && error.kind() != Kind.NO_QUORUM) {
            throw new CommandFailure(error);
          }
          LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
        }
      }
    }
  }
}
