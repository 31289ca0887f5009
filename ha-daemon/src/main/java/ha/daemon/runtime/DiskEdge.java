package ha.daemon.runtime;

import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.fencing.watchdog.Urgency;
import ha.membership.ledger.LedgerStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the core's writes to the disk, one after the other, on a thread that may wait. */
final class DiskEdge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskEdge.class);
  private static final Duration SLOW = Duration.ofMillis(500);

  private final LedgerStore store;
  private final Consumer<CoreEvent> loop;
  private final Consumer<Throwable> fatal;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Urgency.threads("disk"));

  /** Why the last write failed, empty if it did not; of the disk's thread. */
  private String trouble = "";

  /**
   * @param fatal told of what must not happen, such as a bug in the store
   */
  DiskEdge(LedgerStore store, Consumer<CoreEvent> loop, Consumer<Throwable> fatal) {
    this.store = store;
    this.loop = loop;
    this.fatal = fatal;
  }

  void persist(CoreEffect.Persist effect) {
    thread.execute(() -> write(effect));
  }

  private void write(CoreEffect.Persist effect) {
    long began = System.nanoTime();
    try {
      store.perform(effect.write());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (took.compareTo(SLOW) > 0) {
        LOG.warn("the disk took {} ms for a write of the ledger", took.toMillis());
      }
      loop.accept(new CoreEvent.Persisted(effect.ticket()));
      if (!trouble.isEmpty()) {
        LOG.info("the ledger can be written again");
        trouble = "";
      }
    } catch (IOException e) {
      String cause = String.valueOf(e.getMessage());
      if (!trouble.equals(cause)) {
        LOG.error("the ledger cannot be written: {}; trying again until it can", cause);
        trouble = cause;
      }
      loop.accept(new CoreEvent.PersistFailed(effect.ticket(), cause));
    } catch (RuntimeException | Error e) {
      fatal.accept(e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("the disk still works on the ledger");
      }
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("closing the ledger: {}", e.getMessage());
    }
  }
}
