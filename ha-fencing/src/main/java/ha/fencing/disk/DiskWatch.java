package ha.fencing.disk;

import ha.fencing.watchdog.Urgency;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this node's slot of one disk, again and again, on a thread of its own; a disk that hangs
 * hangs only that. Thread-safe.
 */
public final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("had");
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration DEFAULT_LOSS = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Path path;
  private final NodeName self;
  private final Incarnation first;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Duration lossTimeout = DEFAULT_LOSS;
  private volatile long goodNanos = System.nanoTime() - DEFAULT_LOSS.toNanos();
  private volatile Optional<DiskMessage> order = Optional.empty();
  private volatile Optional<Promise> wanted = Optional.empty();
  private boolean told;

  /** What is to be promised. */
  private record Promise(Incarnation life, Duration watchdog) {}

  /**
   * Begins to watch.
   *
   * @param first the life with which this daemon began: messages to earlier ones are void
   */
  public DiskWatch(Path path, NodeName self, Incarnation first) {
    this.path = path;
    this.self = self;
    this.first = first;
    this.thread = Urgency.threads("fence-disk").newThread(this::run);
    thread.start();
  }

  /** Whether the slot was read lately, so that a message would have been seen. */
  public boolean readable() {
    return System.nanoTime() - goodNanos < lossTimeout.toNanos();
  }

  /** The order to be reset; once there, it stays. */
  public Optional<String> order() {
    return order.map(o -> o.from() + " wrote so to " + path + ": " + o.reason());
  }

  /**
   * From now on this node promises to obey; the others count on it as soon as it stands on the
   * disk. To be called again when the life changes.
   */
  public void promise(Incarnation life, Duration watchdog) {
    wanted = Optional.of(new Promise(life, watchdog));
  }

  private void run() {
    try {
      do {
        watch();
      } while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until something fails; then the disk is opened anew. */
  private void watch() throws InterruptedException {
    try (FenceDisk disk = FenceDisk.open(path)) {
      lossTimeout = disk.header().lossTimeout();
      Optional<Promise> written = Optional.empty();
      do {
        long from = System.nanoTime();
        DiskMessage message = disk.message(self);
        if (message.isFor(first) && order.isEmpty()) {
          order = Optional.of(message);
        }
        goodNanos = from;
        told = false;
        Optional<Promise> present = wanted;
        if (present.isPresent() && !present.equals(written)) {
          write(disk, present.get());
          written = present;
        }
      } while (!closing.await(disk.header().poll().toMillis(), TimeUnit.MILLISECONDS));
      if (written.isPresent()) {
        write(disk, new Promise(Incarnation.UNKNOWN, Duration.ZERO));
      }
    } catch (IOException e) {
      if (!told) {
        LOG.warn("the fence disk cannot be used: {}", e.getMessage());
        told = true;
      }
    }
  }

  private void write(FenceDisk disk, Promise promise) throws IOException {
    Incarnation from = promise.life().equals(Incarnation.UNKNOWN) ? Incarnation.UNKNOWN : first;
    disk.promise(new DiskPresence(self, from, promise.life(), promise.watchdog(), Instant.now()));
  }

  /** Ends; takes the promise back, as far as the disk lets it in a short time. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends without taking the promise back: the others may count on it. */
  public void abandon() {
    thread.interrupt();
  }
}
