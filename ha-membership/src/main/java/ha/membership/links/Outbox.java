package ha.membership.links;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to one process. Cuts them into parts and keeps a bounded number of parts
 * under way, so that neither a dead peer nor a long message fills memory or floods a receiver.
 * JGroups delivers the parts; should it lose its connection state, the parts not taken are sent
 * again.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST_BYTES_UNDER_WAY = 128 << 10;
  private static final int MOST_PARTS_UNDER_WAY = 512;
  private static final int MOST_MESSAGES = 20_000;
  private static final long STALL_NANOS = Duration.ofMillis(1500).toNanos();
  private static final long LONGEST_STALL_NANOS = Duration.ofSeconds(12).toNanos();

  private final String peer;
  private final Consumer<byte[]> out;
  private final IntSupplier epochs;
  private final long limit;
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  /** Frames sent and not taken; the newest has number {@code next - 1}. */
  private final Deque<byte[]> underWay = new ArrayDeque<>();

  private long waitingBytes;
  private int bytesUnderWay;
  private byte @Nullable [] current;
  private int currentOffset;
  private int epoch;
  private long next;
  private long progressNanos;
  private long stallNanos = STALL_NANOS;

  /**
   * For one process.
   *
   * @param epochs gives a greater number at each call
   * @param limit most bytes that may wait
   */
  Outbox(String peer, Consumer<byte[]> out, IntSupplier epochs, long limit) {
    this.peer = peer;
    this.out = out;
    this.epochs = epochs;
    this.limit = limit;
    this.epoch = epochs.getAsInt();
  }

  /** Takes a message unless too much waits already. */
  synchronized boolean offer(byte[] message, long nowNanos) {
    if (waitingBytes + message.length > limit || waiting.size() >= MOST_MESSAGES) {
      return false;
    }
    waiting.addLast(message);
    waitingBytes += message.length;
    if (underWay.isEmpty()) {
      progressNanos = nowNanos;
    }
    pump();
    return true;
  }

  /** The peer says how far it came. */
  synchronized void taken(Frame.Taken taken, long nowNanos) {
    if (taken.epoch() != epoch) {
      return;
    }
    long base = next - underWay.size();
    if (taken.next() < base) {
      LOG.info("node {} forgot this connection; beginning a new one", peer);
      restart(false);
    } else if (taken.next() > base) {
      progressNanos = nowNanos;
      stallNanos = STALL_NANOS;
      for (long number = base; number < Math.min(taken.next(), next); number++) {
        bytesUnderWay -= underWay.removeFirst().length;
      }
    }
    pump();
  }

  /** Sends again what should long have been taken by a peer that is alive. */
  synchronized void resendIfStalled(long nowNanos) {
    if (underWay.isEmpty() || nowNanos - progressNanos < stallNanos) {
      return;
    }
    LOG.debug("sending {} parts to node {} again", underWay.size(), peer);
    progressNanos = nowNanos;
    stallNanos = Math.min(2 * stallNanos, LONGEST_STALL_NANOS);
    underWay.forEach(out);
  }

  /** Drops everything; returns how many bytes that was. */
  synchronized long drop() {
    long dropped = waitingBytes + bytesUnderWay;
    if (dropped > 0 || !underWay.isEmpty()) {
      restart(true);
    }
    return dropped;
  }

  /** Bytes of messages of which not every part is under way yet. */
  synchronized long backlog() {
    return waitingBytes;
  }

  private void restart(boolean dropWaiting) {
    epoch = epochs.getAsInt();
    next = 0;
    underWay.clear();
    bytesUnderWay = 0;
    if (current != null) {
      waitingBytes -= current.length;
      current = null;
    }
    if (dropWaiting) {
      waiting.clear();
      waitingBytes = 0;
    }
  }

  private void pump() {
    while (bytesUnderWay < MOST_BYTES_UNDER_WAY && underWay.size() < MOST_PARTS_UNDER_WAY) {
      if (current == null) {
        current = waiting.pollFirst();
        currentOffset = 0;
      }
      byte[] message = current;
      if (message == null) {
        return;
      }
      int length = Math.min(Frame.PART, message.length - currentOffset);
      int total = currentOffset == 0 ? message.length : Frame.LATER;
      byte[] frame = Frame.part(epoch, next, total, message, currentOffset, length);
      next++;
      currentOffset += length;
      if (currentOffset == message.length) {
        current = null;
        waitingBytes -= message.length;
      }
      underWay.addLast(frame);
      bytesUnderWay += frame.length;
      out.accept(frame);
    }
  }
}
