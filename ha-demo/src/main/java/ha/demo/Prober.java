package ha.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A client that asks the service again and again, and notes when it answered. */
final class Prober implements AutoCloseable {
  private static final int PAUSE_MS = 10;
  private static final int PATIENCE_MS = 300;

  private final InetSocketAddress address;
  private final Thread thread;
  private volatile Optional<Instant> lastAnswer = Optional.empty();
  private volatile Optional<Instant> firstAfterGap = Optional.empty();
  private volatile Optional<Instant> lastBeforeGap = Optional.empty();
  private volatile boolean inGap;
  private volatile boolean answered;

  Prober(String host, int port) {
    address = new InetSocketAddress(InetAddress.ofLiteral(host), port);
    thread = Thread.ofPlatform().daemon().name("client").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        if (ask()) {
          answered(Instant.now());
        } else {
          inGap = true;
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answered(Instant now) {
    answered = true;
    if (inGap) {
      inGap = false;
      lastBeforeGap = lastAnswer;
      firstAfterGap = Optional.of(now);
    }
    lastAnswer = Optional.of(now);
  }

  private boolean ask() {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: demo\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      return new String(answer, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  Optional<Instant> lastAnswer() {
    return lastAnswer;
  }

  /** Last answer before the newest interruption that has ended. */
  Optional<Instant> lastBeforeGap() {
    return lastBeforeGap;
  }

  /** First answer after the newest interruption. */
  Optional<Instant> firstAfterGap() {
    return firstAfterGap;
  }

  boolean isAnswering() {
    return !inGap && answered;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
