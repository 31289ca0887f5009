package ha.fencing.ipmi;

import ha.fencing.device.Deadline;
import ha.fencing.ipmi.wire.CipherSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What this process knows of one BMC, whoever asks: one operation at a time, and the suite and
 * address that worked last. Thread-safe.
 */
final class Bmc {
  private static final Map<String, Bmc> KNOWN = new ConcurrentHashMap<>();

  private final Semaphore turn = new Semaphore(1, true);
  private volatile Optional<CipherSuite> suite = Optional.empty();
  private volatile Optional<InetAddress> address = Optional.empty();

  /** The one object for a BMC's address. */
  static Bmc at(IpmiSettings settings) {
    return KNOWN.computeIfAbsent(settings.address(), key -> new Bmc());
  }

  /** Waits for this BMC's turn; false if the deadline came first. */
  boolean enter(Deadline deadline) throws InterruptedException {
    return turn.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the turn. */
  void leave() {
    turn.release();
  }

  /** The suite that worked last. */
  Optional<CipherSuite> suite() {
    return suite;
  }

  /** Remembers the suite that a session was opened with. */
  void remember(CipherSuite worked) {
    suite = Optional.of(worked);
  }

  /**
   * The BMC's address: a literal at once, a name from the resolver within the deadline or, where
   * that fails, as it was resolved last.
   */
  Optional<InetSocketAddress> resolve(IpmiSettings settings, Deadline deadline)
      throws InterruptedException {
    Optional<InetAddress> now = literal(settings.host());
    if (now.isEmpty()) {
      now = lookUp(settings.host(), deadline).or(() -> address);
      address = now;
    }
    return now.map(a -> new InetSocketAddress(a, settings.port()));
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> lookUp(String host, Deadline deadline)
      throws InterruptedException {
    CompletableFuture<InetAddress> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("resolve-" + host)
        .start(() -> {
          try {
            answer.complete(InetAddress.getAllByName(host)[0]);
          } catch (UnknownHostException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return Optional.of(answer.get(deadline.remainingNanos() / 2, TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}
