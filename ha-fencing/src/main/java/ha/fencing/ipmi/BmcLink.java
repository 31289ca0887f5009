package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.ipmi.wire.Frame;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A UDP socket to one BMC for one operation: sends, resends, and waits for the answer that fits,
 * never past the operation's deadline. Used by one thread.
 *
 * <p>How long to wait before sending again is learned from the answers, so that a lost datagram
 * costs little on a quick BMC.
 *
 * <p>A slow BMC is told apart from a lost datagram by presence pings, which cost the BMC nothing:
 * before a message is repeated the BMC is pinged. If it answers that, and the message not, then the
 * message or its answer was lost. While it answers no ping it is at work on what it has, and some
 * would carry out a repetition, too, when they come to it.
 */
final class BmcLink implements AutoCloseable {
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

  /** Of a BMC whose pace is known, so many datagrams are rather lost than late. */
  private static final int AT_ONE_PACE = 4;

  /** So many pings at a time, since they may be lost as well. */
  private static final int PINGS = 4;

  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(4);
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(12);

  private final DatagramSocket socket;
  private final Deadline deadline;
  private final Deadline firstAnswerBy;
  private final Pings pings = new Pings();
  private final byte[] buffer = new byte[2048];
  private long waitNanos = FIRST_WAIT;
  private long learnedNanos;

  /** Whether {@link #learnedNanos} comes from an answer to a datagram that was sent once. */
  private boolean paceKnown;

  private Duration patience = FIRST_PATIENCE;
  private boolean heard;
  private boolean refused;
  private int sent;

  BmcLink(InetSocketAddress bmc, Deadline deadline, Duration connectTimeout) throws IpmiFailure {
    this.deadline = deadline;
    this.firstAnswerBy = deadline.atMost(connectTimeout);
    try {
      socket = new DatagramSocket();
    } catch (IOException e) {
      throw IpmiFailure.ended(Cause.FAILED, "no UDP socket: " + e.getMessage());
    }
    try {
      socket.connect(bmc);
    } catch (IOException e) {
      socket.close();
      throw IpmiFailure.ended(Cause.UNREACHABLE, "no way to " + bmc + ": " + e.getMessage());
    }
  }

  Deadline deadline() {
    return deadline;
  }

  /** Whether anything but answers to pings came back. */
  boolean heard() {
    return heard;
  }

  /** Datagrams sent so far. */
  int sent() {
    return sent;
  }

  /**
   * Sends until an answer is accepted, or for so long that the session may be gone: time in which
   * the BMC answers no ping either does not count, if it ever answered one. If it never did, the
   * next such silence may last longer: the BMC may just be slow.
   *
   * @param message makes a datagram; it is asked for another one when one was lost
   * @param accept the answer, if a frame is one
   * @throws IpmiFailure for silence, an answer-less deadline or an unusable socket
   */
  <T> T exchange(Supplier<byte[]> message, Function<Frame, Optional<T>> accept) throws IpmiFailure {
    Duration limit = patience;
    try {
      return exchange(message, accept, deadline, limit);
    } catch (IpmiFailure e) {
      if (!pings.works()) {
        Duration doubled = patience.multipliedBy(2);
        patience = doubled.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : doubled;
      }
      throw e;
    }
  }

  /** The same for {@code limit} at the longest. */
  <T> T exchange(Supplier<byte[]> message, Function<Frame, Optional<T>> accept, Duration limit)
      throws IpmiFailure {
    return exchange(message, accept, deadline.atMost(limit), limit);
  }

  private <T> T exchange(
      Supplier<byte[]> message,
      Function<Frame, Optional<T>> accept,
      Deadline end,
      Duration longestSilence)
      throws IpmiFailure {
    long wait = learnedNanos > 0 ? learnedNanos : waitNanos;
    long first = System.nanoTime();
    byte[] datagram = message.get();
    pings.newExchange();
    for (int tries = 1; ; tries++) {
      long from = System.nanoTime();
      pings.newMessage();
      send(datagram);
      if (sent == 1) {
        send(pings.next()); // Tells early whether this BMC answers pings.
      }
      Optional<T> answer = receive(end.atMost(Duration.ofNanos(wait)), accept, false);
      wait = answer.isPresent() ? wait : longer(wait, tries);
      long round = wait;
      while (answer.isEmpty() && !pings.answered()) {
        giveUpIfSilent(first, end, longestSilence);
        ping();
        if (!pings.works()) {
          break;
        }
        answer = receive(end.atMost(Duration.ofNanos(round)), accept, true);
        round = Math.min(2 * round, LONGEST_WAIT);
      }
      if (answer.isPresent()) {
        long now = System.nanoTime();
        learn(tries, now - first, now - from);
        return answer.get();
      }
      giveUpIfSilent(first, end, longestSilence);
      byte[] next = message.get();
      if (pings.works() && !Arrays.equals(next, datagram)) {
        send(next); // A message that is made anew each time: one of two comes through.
        datagram = message.get();
      } else if (2 * pings.silence(first).toNanos() >= longestSilence.toNanos()) {
        datagram = next;
      }
    }
  }

  private long longer(long wait, int tries) {
    long next = wait;
    if (pings.works()) {
      next = tries < AT_ONE_PACE ? wait : Math.max(wait, Math.min(wait * 3 / 2, LONGEST_WAIT / 2));
    } else if (!heard) {
      next = Math.min(wait * 3 / 2, LONGEST_WAIT / 2); // Nothing is there to be overloaded yet.
    } else if (learnedNanos == 0 || tries >= AT_ONE_PACE) {
      next = Math.min(2 * wait, LONGEST_WAIT);
    }
    if (learnedNanos == 0) {
      waitNanos = next;
    }
    return next;
  }

  private void giveUpIfSilent(long first, Deadline end, Duration longestSilence)
      throws IpmiFailure {
    if (!heard && !pings.works() && firstAnswerBy.passed()) {
      throw IpmiFailure.ended(Cause.UNREACHABLE, noAnswer());
    }
    if (end.passed() || pings.silence(first).compareTo(longestSilence) >= 0) {
      throw IpmiFailure.silence(heard ? "the BMC fell silent" : noAnswer());
    }
  }

  private void ping() throws IpmiFailure {
    for (int i = 0; i < PINGS; i++) {
      send(pings.next());
    }
  }

  /** Sends without waiting for an answer. */
  void send(byte[] datagram) throws IpmiFailure {
    try {
      sent++;
      socket.send(new DatagramPacket(datagram, datagram.length));
    } catch (PortUnreachableException e) {
      refused = true; // It may be starting; the next try tells.
    } catch (IOException e) {
      throwIfInterrupted();
      refused = true; // No route or a full queue may pass, too.
    }
  }

  /** Waits; the deadline still holds. */
  void pause(Duration duration) throws IpmiFailure {
    Deadline until = deadline.atMost(duration);
    try {
      TimeUnit.NANOSECONDS.sleep(until.remainingNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throwIfInterrupted();
    }
  }

  private <T> Optional<T> receive(
      Deadline until, Function<Frame, Optional<T>> accept, boolean orPong) throws IpmiFailure {
    while (!until.passed() && !(orPong && pings.answered())) {
      try {
        long millis = TimeUnit.NANOSECONDS.toMillis(until.remainingNanos());
        socket.setSoTimeout((int) Math.max(1, millis));
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Optional<Frame> frame = Frame.parse(Arrays.copyOf(buffer, packet.getLength()));
        if (frame.isPresent()) {
          refused = false;
          if (frame.get() instanceof Frame.Pong(int tag)) {
            pings.heard(tag);
            continue;
          }
          heard = true;
          Optional<T> answer = accept.apply(frame.get());
          if (answer.isPresent()) {
            return answer;
          }
        }
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      } catch (IOException e) {
        throwIfInterrupted();
        refused = true;
        pause(until.remaining()); // Nobody listens now; the next try may find it started.
      }
    }
    return Optional.empty();
  }

  /**
   * An answer to a repeated datagram may be one to any of them. It tells loss if the pace is known
   * and it came at once, or if the BMC answers pings; else a BMC that is slower than was thought,
   * at worst by all the time since the first.
   */
  private void learn(int tries, long sinceFirstNanos, long sinceLatestNanos) {
    if (tries == 1 || (pings.works() && !paceKnown)) {
      paceKnown = tries == 1;
      learnedNanos = Math.clamp(4 * sinceLatestNanos, SHORTEST_WAIT, LONGEST_WAIT);
    } else if (!paceKnown) {
      long slower = sinceFirstNanos + sinceFirstNanos / 4;
      learnedNanos = Math.clamp(slower, Math.max(learnedNanos, SHORTEST_WAIT), LONGEST_WAIT);
    } else if (sinceLatestNanos >= learnedNanos / 4) {
      learnedNanos = Math.min(2 * learnedNanos, LONGEST_WAIT);
    }
  }

  private String noAnswer() {
    return "no answer from "
        + socket.getInetAddress().getHostAddress()
        + " port "
        + socket.getPort()
        + " after "
        + sent
        + " datagrams"
        + (refused ? "; the port is closed or there is no route" : "")
        + (pings.works()
            ? "; it answers pings: check that IPMI over LAN is enabled"
            : "; check address, cable and that IPMI over LAN is enabled");
  }

  private static void throwIfInterrupted() throws IpmiFailure {
    if (Thread.currentThread().isInterrupted()) {
      throw IpmiFailure.ended(Cause.CANCELLED, "interrupted");
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
