package ha.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Somebody who uses the service all the time, and notes how long it was gone. */
final class Client implements AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
  private static final int PATIENCE_MS = 300;

  private final InetSocketAddress address;
  private final Thread thread;
  private volatile Optional<String> answeredBy = Optional.empty();
  private volatile long lastNanos = System.nanoTime();
  private volatile long longestGapNanos;
  private volatile boolean closed;

  Client(Site site) {
    address = new InetSocketAddress(InetAddress.ofLiteral(Site.WEB_ADDRESS), site.webPort());
    thread = Thread.ofPlatform().daemon().name("client").start(this::run);
  }

  private void run() {
    while (!closed) {
      Optional<String> answer = ask();
      if (answer.isPresent()) {
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
        lastNanos = now;
      }
      answeredBy = answer;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Optional<String> ask() {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      String answer =
          new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).strip();
      return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Node that answered the newest question. */
  Optional<String> answeredBy() {
    return answeredBy;
  }

  /** Begins to measure anew. */
  void forgetGap() {
    longestGapNanos = 0;
  }

  /** Longest time without an answer that has ended. */
  Duration longestGap() {
    return Duration.ofNanos(longestGapNanos);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
