package ha.membership.links;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * Seals a datagram once and sends the same bytes over every lane of every addressee. Any thread may
 * call; one at a time is served, and none waits for the network.
 */
final class Sender {
  private final ReentrantLock lock = new ReentrantLock();
  private final OutgoingSession session;
  private final byte[] sealed = new byte[Datagram.LONGEST];
  private final ByteBuffer packet = ByteBuffer.allocateDirect(Datagram.LONGEST);
  private final Runnable portClosed;

  /** {@code portClosed} is called when a peer's host said that the peer's port is closed. */
  Sender(KeyRing keys, int clusterTag, Runnable portClosed) {
    this.session = new OutgoingSession(keys.sealing(), clusterTag, newCipher());
    this.portClosed = portClosed;
  }

  static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /** Our session; it changes when a new one begins. */
  Salt salt() {
    return session.salt();
  }

  boolean isOurs(Salt salt) {
    return session.isOurs(salt);
  }

  void renew(KeyRing.Key with) {
    lock.lock();
    try {
      session.renew(with);
    } finally {
      lock.unlock();
    }
  }

  /** Sends to every lane of the peers. */
  void send(byte type, byte[] body, int offset, int length, Collection<Peer> peers) {
    boolean closed = false;
    lock.lock();
    try {
      seal(type, body, offset, length);
      for (Peer peer : peers) {
        for (Lane lane : peer.lanes) {
          closed |= sendOn(peer, lane);
        }
      }
    } finally {
      lock.unlock();
    }
    if (closed) {
      portClosed.run();
    }
  }

  void send(byte type, byte[] body, Peer peer) {
    send(type, body, 0, body.length, List.of(peer));
  }

  /** Sends over one lane only. */
  void send(byte type, byte[] body, Peer peer, Lane lane) {
    boolean closed;
    lock.lock();
    try {
      seal(type, body, 0, body.length);
      closed = sendOn(peer, lane);
    } finally {
      lock.unlock();
    }
    if (closed) {
      portClosed.run();
    }
  }

  /** Sends to an address that is no configured peer's. */
  void send(byte type, byte[] body, @Nullable DatagramChannel from, InetSocketAddress to) {
    if (from == null) {
      return;
    }
    lock.lock();
    try {
      seal(type, body, 0, body.length);
      packet.rewind();
      from.send(packet, to);
    } catch (IOException e) {
      // whoever it was, he asks again
    } finally {
      lock.unlock();
    }
  }

  private void seal(byte type, byte[] body, int offset, int length) {
    int sealedLength = session.seal(type, body, offset, length, sealed);
    packet.clear();
    packet.put(sealed, 0, sealedLength).flip();
  }

  private boolean sendOn(Peer peer, Lane lane) {
    if (lane.send(packet) != Lane.Sent.PORT_CLOSED) {
      return false;
    }
    peer.unreachable(lane);
    return true;
  }
}
