package ha.membership.links;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages to and from one process; a new life of the node gets a new stream. */
final class PeerStream {
  private static final Logger LOG = LoggerFactory.getLogger(PeerStream.class);

  /** Only a peer heard so short a time ago is worth sending to again. */
  private static final long ALIVE_NANOS = Duration.ofSeconds(1).toNanos();

  final Identity process;
  private final Outbox outbox;
  private final Inbox inbox;
  private final long forgetNanos;

  PeerStream(
      Identity process,
      Consumer<byte[]> out,
      Consumer<byte[]> deliver,
      IntSupplier epochs,
      LinksTuning tuning) {
    this.process = process;
    outbox = new Outbox(process.name().value(), out, epochs, tuning.queueBytes());
    inbox = new Inbox(out, deliver);
    forgetNanos = tuning.forget().toNanos();
  }

  boolean send(byte[] message) {
    return outbox.offer(message, System.nanoTime());
  }

  void received(Frame frame) {
    switch (frame) {
      case Frame.Part part -> inbox.take(part);
      case Frame.Taken taken -> outbox.taken(taken, System.nanoTime());
    }
  }

  /** Returns whether the peer was silent for so long that all that waited for it was dropped. */
  boolean tick(long nowNanos, long heardNanos) {
    inbox.tick();
    long silence = nowNanos - heardNanos;
    if (silence < ALIVE_NANOS) {
      outbox.resendIfStalled(nowNanos);
      return false;
    }
    if (silence < forgetNanos) {
      return false;
    }
    long dropped = outbox.drop();
    if (dropped > 0) {
      LOG.info(
          "node {} was silent for {} s; {} bytes of messages to it were dropped",
          process.name(),
          silence / 1_000_000_000L,
          dropped);
    }
    return dropped > 0;
  }

  long backlog() {
    return outbox.backlog();
  }
}
