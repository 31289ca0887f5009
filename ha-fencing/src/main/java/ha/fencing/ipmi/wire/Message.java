package ha.fencing.ipmi.wire;

import java.util.Arrays;
import java.util.Optional;

/** One IPMI message, request or response, as it is carried in a payload of type IPMI. */
public final class Message {
  private static final int BMC = 0x20;
  private static final int CONSOLE = 0x81;
  private static final int HEADER = 6;

  private final int to;
  private final int networkFunction;
  private final int from;
  private final int sequence;
  private final int command;
  private final byte[] body;

  private Message(int to, int networkFunction, int from, int sequence, int command, byte[] body) {
    this.to = to;
    this.networkFunction = networkFunction;
    this.from = from;
    this.sequence = sequence;
    this.command = command;
    this.body = body;
  }

  /** A request to a BMC; {@code sequence} from 0 to 63. */
  public static Message request(int networkFunction, int command, int sequence, byte... data) {
    return new Message(BMC, networkFunction, CONSOLE, sequence, command, data.clone());
  }

  /** The response to this request. */
  public Message response(int completion, byte... data) {
    return new Message(
        from, networkFunction | 1, to, sequence, command, Bytes.join(Bytes.of(completion), data));
  }

  /** Reads a message whose two checksums are right. */
  public static Optional<Message> parse(byte[] bytes) {
    if (bytes.length < HEADER + 1
        || bytes[2] != Bytes.checksum(bytes, 0, 2)
        || bytes[bytes.length - 1] != Bytes.checksum(bytes, 3, bytes.length - 1)) {
      return Optional.empty();
    }
    return Optional.of(
        new Message(
            Bytes.int8(bytes, 0),
            Bytes.int8(bytes, 1) >> 2,
            Bytes.int8(bytes, 3),
            Bytes.int8(bytes, 4) >> 2,
            Bytes.int8(bytes, 5),
            Arrays.copyOfRange(bytes, HEADER, bytes.length - 1)));
  }

  /** The message's bytes with both checksums. */
  public byte[] bytes() {
    byte[] all =
        Bytes.join(
            Bytes.of(to, networkFunction << 2, 0, from, sequence << 2, command), body, new byte[1]);
    all[2] = Bytes.checksum(all, 0, 2);
    all[all.length - 1] = Bytes.checksum(all, 3, all.length - 1);
    return all;
  }

  /** Whether this is a response (with a completion code) to {@code request}. */
  public boolean answers(Message request) {
    return networkFunction == (request.networkFunction | 1)
        && command == request.command
        && sequence == request.sequence
        && body.length >= 1;
  }

  /** Network function; odd in responses. */
  public int networkFunction() {
    return networkFunction;
  }

  /** Command within the network function. */
  public int command() {
    return command;
  }

  /** Completion code of a response that {@link #answers}. */
  public int completion() {
    return Bytes.int8(body, 0);
  }

  /** Data of a request. */
  public byte[] requestData() {
    return body.clone();
  }

  /** Data of a response, without its completion code. */
  public byte[] responseData() {
    return Arrays.copyOfRange(body, 1, body.length);
  }

  @Override
  public String toString() {
    return "message " + Integer.toHexString(networkFunction) + "/" + Integer.toHexString(command);
  }
}
