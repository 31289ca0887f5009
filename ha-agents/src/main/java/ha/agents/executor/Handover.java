package ha.agents.executor;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives results to whoever ordered; what goes wrong there stays there. */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private Handover() {}

  /** Never on the caller's thread, which may hold locks of its own. */
  static void later(Consumer<OperationResult> whenDone, OperationResult result) {
    Thread.startVirtualThread(() -> now(whenDone, result));
  }

  static void now(Consumer<OperationResult> whenDone, OperationResult result) {
    try {
      whenDone.accept(result);
    } catch (RuntimeException e) {
      LOG.error("Bug: the result of {} was not taken", result.request(), e);
    }
  }
}
