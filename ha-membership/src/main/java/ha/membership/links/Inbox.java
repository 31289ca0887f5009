package ha.membership.links;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts one process's parts together again, and tells it how far we came. */
final class Inbox {
  private static final int PARTS_PER_ACK = 32;
  private static final int BYTES_PER_ACK = 32 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<byte[]> out;
  private final Consumer<byte[]> deliver;
  private int epoch;
  private long next;
  private byte @Nullable [] message;
  private int filled;
  private int partsUntold;
  private int bytesUntold;
  private boolean repeat;

  Inbox(Consumer<byte[]> out, Consumer<byte[]> deliver) {
    this.out = out;
    this.deliver = deliver;
  }

  void take(Frame.Part part) {
    lock.lock();
    try {
      consider(part);
    } finally {
      lock.unlock();
    }
  }

  private void consider(Frame.Part part) {
    if (part.epoch() < epoch) {
      return;
    }
    if (part.epoch() > epoch) {
      epoch = part.epoch();
      next = 0;
      message = null;
    }
    if (part.number() != next) {
      // seen already, or something is missing: say at the next tick what we wait for
      repeat = true;
      return;
    }
    next++;
    partsUntold++;
    bytesUntold += part.payload().remaining();
    add(part);
    if (partsUntold >= PARTS_PER_ACK || bytesUntold >= BYTES_PER_ACK) {
      tell();
    }
  }

  /** Tells what was not told yet; never waits for a message that is being delivered. */
  void tick() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (partsUntold > 0 || repeat) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    partsUntold = 0;
    bytesUntold = 0;
    repeat = false;
    out.accept(Frame.taken(epoch, next));
  }

  private void add(Frame.Part part) {
    if (part.total() != Frame.LATER) {
      message = new byte[part.total()];
      filled = 0;
    }
    byte[] filling = message;
    int length = part.payload().remaining();
    if (filling == null || filled + length > filling.length) {
      message = null;
      return;
    }
    part.payload().get(filling, filled, length);
    filled += length;
    if (filled == filling.length) {
      message = null;
      deliver.accept(filling);
    }
  }
}
