package ha.membership.links;

import ha.model.NodeName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One link to one peer. Sends from a connected socket of its own, because only such a socket is
 * told that the peer's port is closed; never blocks, because a blocking send stalls for seconds on
 * a dead link and holds up the good ones.
 */
final class Lane {
  /** What sending came to. */
  enum Sent {
    YES,
    NO,
    PORT_CLOSED
  }

  private static final int SEND_BUFFER = 1 << 20;

  final NodeName peer;
  final int link;
  final InetSocketAddress local;
  final InetSocketAddress remote;
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder notSent = new LongAdder();
  private volatile @Nullable DatagramChannel channel;
  private volatile boolean up;
  private volatile long heardNanos;
  private volatile boolean everHeard;
  private volatile boolean heardInSession;
  private volatile long roundTripNanos = -1;
  private long pingId;
  private long pingNanos;

  Lane(NodeName peer, int link, InetSocketAddress local, InetSocketAddress remote) {
    this.peer = peer;
    this.link = link;
    this.local = local;
    this.remote = remote;
  }

  /** Opens the socket unless it is open. Fails quietly while the link's address is missing. */
  void ensureOpen(Selector selector, Object attachment) {
    if (channel != null) {
      return;
    }
    DatagramChannel opened = null;
    try {
      opened = DatagramChannel.open();
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      opened.bind(new InetSocketAddress(local.getAddress(), 0));
      opened.connect(remote);
      opened.register(selector, SelectionKey.OP_READ, attachment);
      channel = opened;
    } catch (IOException e) {
      close(opened);
    }
  }

  Sent send(ByteBuffer datagram) {
    DatagramChannel open = channel;
    if (open == null) {
      notSent.increment();
      return Sent.NO;
    }
    boolean closed = false;
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        datagram.rewind();
        boolean taken = open.write(datagram) > 0;
        (taken ? sent : notSent).increment();
        return closed ? Sent.PORT_CLOSED : taken ? Sent.YES : Sent.NO;
      } catch (PortUnreachableException e) {
        // tells of an earlier datagram; this one was not sent
        closed = true;
      } catch (ClosedChannelException e) {
        channel = null;
        break;
      } catch (IOException e) {
        break;
      }
    }
    notSent.increment();
    return closed ? Sent.PORT_CLOSED : Sent.NO;
  }

  /**
   * Reads one datagram that came to the sending socket: an answer of somebody who does not know our
   * link, or nothing but the news that the peer's port is closed.
   *
   * @return whether there was one
   * @throws PortUnreachableException if the peer's host said that the port is closed
   */
  boolean receive(ByteBuffer into) throws PortUnreachableException {
    DatagramChannel open = channel;
    try {
      into.clear();
      boolean any = open != null && open.read(into) > 0;
      into.flip();
      return any;
    } catch (PortUnreachableException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  /** Something authentic and new came over this link. Returns whether the link was down before. */
  boolean heard(long nowNanos) {
    received.increment();
    heardNanos = nowNanos;
    everHeard = true;
    heardInSession = true;
    boolean was = up;
    up = true;
    return !was;
  }

  /** A new session of the peer begins; the link still has to prove itself for it. */
  void begin() {
    heardInSession = false;
  }

  /** Whether the present session was ever heard here, so that a closed port tells something. */
  boolean heardInSession() {
    return heardInSession;
  }

  /** Whether the link was up and now counts as down. */
  boolean expired(long nowNanos, long timeoutNanos) {
    if (up && nowNanos - heardNanos > timeoutNanos) {
      up = false;
      return true;
    }
    return false;
  }

  void pinged(long id, long nowNanos) {
    pingId = id;
    pingNanos = nowNanos;
  }

  void ponged(long id, long nowNanos) {
    if (id == 0 || id != pingId) {
      return;
    }
    pingId = 0;
    long sample = nowNanos - pingNanos;
    long old = roundTripNanos;
    roundTripNanos = old < 0 ? sample : old + (sample - old) / 4;
  }

  LinkStatus status(long nowNanos) {
    return new LinkStatus(
        peer,
        link,
        local,
        remote,
        up,
        everHeard
            ? Optional.of(Duration.ofNanos(Math.max(0, nowNanos - heardNanos)))
            : Optional.empty(),
        roundTripNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(roundTripNanos)),
        received.sum(),
        sent.sum(),
        notSent.sum());
  }

  void close() {
    close(channel);
    channel = null;
  }

  static void close(@Nullable DatagramChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // nothing is lost with it
    }
  }
}
