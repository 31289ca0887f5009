package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.ipmi.wire.Bytes;
import ha.fencing.ipmi.wire.CipherSuite;
import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Frame;
import ha.fencing.ipmi.wire.Message;
import ha.fencing.ipmi.wire.SequenceWindow;
import ha.fencing.ipmi.wire.SessionCipher;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * An open RMCP+ session: sends commands and believes only answers that are authentic, encrypted,
 * new and ours. Used by one thread.
 */
final class IpmiSession {
  private static final Duration DOWN_PATIENCE = Duration.ofMillis(600);
  private static final Duration BUSY_PAUSE = Duration.ofMillis(100);

  private final BmcLink link;
  private final CipherSuite suite;
  private final SessionCipher cipher;
  private final int consoleSession;
  private final int bmcSession;
  private final SequenceWindow window = new SequenceWindow();
  private int sessionSequence;
  private int requestSequence;
  private Optional<Message> lastDown = Optional.empty();
  private byte[] lastDownDatagram = new byte[0];
  private OptionalInt lateAnswer = OptionalInt.empty();

  IpmiSession(
      BmcLink link, CipherSuite suite, SessionCipher cipher, int consoleSession, int bmcSession) {
    this.link = link;
    this.suite = suite;
    this.cipher = cipher;
    this.consoleSession = consoleSession;
    this.bmcSession = bmcSession;
  }

  CipherSuite suite() {
    return suite;
  }

  /**
   * Runs a command that may be repeated, for as long as the BMC says that it is busy.
   *
   * @return the data of the answer
   */
  byte[] call(int networkFunction, int command, int... data) throws IpmiFailure {
    while (true) {
      Message request = request(networkFunction, command, data);
      // Each try is a new message of the session; whichever is answered first counts.
      Message answer = exchange(request, () -> seal(request));
      int code = answer.completion();
      if (code == Codes.OK) {
        return answer.responseData();
      }
      if (!busy(code)) {
        throw refused(command, code);
      }
      if (link.deadline().remaining().compareTo(BUSY_PAUSE) <= 0) {
        throw IpmiFailure.ended(Cause.BUSY, "the BMC was busy until the deadline");
      }
      link.pause(BUSY_PAUSE);
    }
  }

  /** How one power-down command fared. */
  enum Sent {
    /** The BMC said that it will. */
    ACCEPTED,
    /** The BMC said that it did nothing now; ask again. */
    BUSY,
    /** No answer came: it may have been received or not. */
    UNANSWERED
  }

  /**
   * Sends one power-down command. Until it is answered the very same datagram is repeated: with the
   * same number of the session it is executed at most once, however often it arrives. An answer is
   * not waited for long, since a repetition gets none where only the answer was lost: the power
   * state tells more.
   */
  Sent powerDown() throws IpmiFailure {
    Message request = request(Codes.CHASSIS, Codes.CHASSIS_CONTROL, Codes.POWER_DOWN);
    byte[] datagram = seal(request);
    lastDown = Optional.of(request);
    lastDownDatagram = datagram;
    lateAnswer = OptionalInt.empty();
    try {
      return accepted(
          link.exchange(() -> datagram, frame -> answer(frame, request), DOWN_PATIENCE)
              .completion());
    } catch (IpmiFailure e) {
      if (e.remedy() == IpmiFailure.Remedy.SILENCE) {
        return Sent.UNANSWERED;
      }
      throw e;
    }
  }

  /**
   * Sends the latest power-down datagram once more, should every copy of it have been lost; not if
   * its answer has come in the meantime, since there are BMCs that carry out each copy.
   */
  Sent repeatPowerDown() throws IpmiFailure {
    if (lateAnswer.isPresent()) {
      return accepted(lateAnswer.getAsInt());
    }
    link.send(lastDownDatagram);
    return Sent.UNANSWERED;
  }

  private static Sent accepted(int code) throws IpmiFailure {
    return switch (code) {
      // "Not in this state" and "duplicate" leave it to the power state to tell.
      case Codes.OK, Codes.NOT_IN_THIS_STATE, Codes.DUPLICATE_REQUEST -> Sent.ACCEPTED;
      default -> {
        if (busy(code)) {
          yield Sent.BUSY;
        }
        throw refused(Codes.CHASSIS_CONTROL, code);
      }
    };
  }

  /** Says goodbye without waiting for the answer, so that the BMC's table does not fill up. */
  void close() {
    int[] id = new int[4];
    for (int i = 0; i < 4; i++) {
      id[i] = (bmcSession >> (8 * i)) & 0xff;
    }
    try {
      link.send(seal(request(Codes.APPLICATION, Codes.CLOSE_SESSION, id)));
    } catch (IpmiFailure e) {
      return; // It will expire there by itself.
    }
  }

  private Message request(int networkFunction, int command, int... data) {
    requestSequence = requestSequence % 63 + 1;
    return Message.request(networkFunction, command, requestSequence, Bytes.of(data));
  }

  private byte[] seal(Message request) {
    return cipher.seal(Codes.IPMI, bmcSession, ++sessionSequence, request.bytes());
  }

  private Message exchange(Message request, Supplier<byte[]> datagram) throws IpmiFailure {
    return link.exchange(datagram, frame -> answer(frame, request));
  }

  private Optional<Message> answer(Frame frame, Message request) {
    Optional<Message> message = open(frame);
    if (message.isPresent() && lastDown.filter(d -> message.get().answers(d)).isPresent()) {
      lateAnswer = OptionalInt.of(message.get().completion());
    }
    return message.filter(m -> m.answers(request));
  }

  private Optional<Message> open(Frame frame) {
    return frame instanceof Frame.Plus plus
            && plus.type() == Codes.IPMI
            && plus.session() == consoleSession
        ? cipher.open(plus).filter(p -> window.accept(plus.sequence())).flatMap(Message::parse)
        : Optional.empty();
  }

  private static boolean busy(int code) {
    return code == Codes.NODE_BUSY || code == Codes.COMMAND_TIMEOUT || code == Codes.INITIALIZING;
  }

  private static IpmiFailure refused(int command, int code) {
    String text = "command 0x%02x ended with completion code 0x%02x".formatted(command, code);
    return code == Codes.INSUFFICIENT_PRIVILEGE || code == Codes.PRIVILEGE_NOT_AVAILABLE
        ? IpmiFailure.ended(
            Cause.PRIVILEGE, text + ": the account needs privilege operator to switch power")
        : IpmiFailure.ended(Cause.FAILED, text);
  }
}
