package ha.fencing.ipmi.wire;

import java.util.Arrays;
import java.util.Optional;

/** What an RMCP datagram says before any key is used. */
public sealed interface Frame {
  /** Longest payload that is read; IPMI over LAN needs far less. */
  int LONGEST = 1024;

  /** A message of IPMI 1.5 outside any session: only used to ask what the BMC can do. */
  final class Sessionless implements Frame {
    private final byte[] message;

    private Sessionless(byte[] message) {
      this.message = message;
    }

    /** The IPMI message. */
    public byte[] message() {
      return message.clone();
    }
  }

  /** A datagram in the format of IPMI 2.0. */
  final class Plus implements Frame {
    private final int type;
    private final boolean encrypted;
    private final boolean authenticated;
    private final int session;
    private final int sequence;
    private final byte[] payload;
    private final byte[] datagram;

    private Plus(byte[] datagram, int length) {
      this.type = datagram[5] & 0x3f;
      this.encrypted = (datagram[5] & 0x80) != 0;
      this.authenticated = (datagram[5] & 0x40) != 0;
      this.session = Bytes.int32(datagram, 6);
      this.sequence = Bytes.int32(datagram, 10);
      this.payload = Arrays.copyOfRange(datagram, 16, 16 + length);
      this.datagram = datagram;
    }

    /** Payload type. */
    public int type() {
      return type;
    }

    /** Whether it claims to be both encrypted and authenticated. */
    public boolean secured() {
      return encrypted && authenticated;
    }

    /** Whether it is neither encrypted nor authenticated. */
    public boolean bare() {
      return !encrypted && !authenticated && session == 0;
    }

    /** Session of the receiver; 0 outside sessions. */
    public int session() {
      return session;
    }

    /** Number within the session. */
    public int sequence() {
      return sequence;
    }

    /** The payload, encrypted if {@link #secured}. */
    public byte[] payload() {
      return payload.clone();
    }

    byte[] datagram() {
      return datagram;
    }
  }

  /** A presence ping (ASF), answered before anything else is known. */
  record Ping(int tag) implements Frame {}

  /** The answer to the presence ping with this tag. Neither is protected: it proves nothing. */
  record Pong(int tag) implements Frame {}

  /** Reads a datagram. */
  static Optional<Frame> parse(byte[] d) {
    if (d.length < 4 || d[0] != 6) {
      return Optional.empty();
    }
    if (d[3] == 6 && d.length >= 12) {
      int tag = Bytes.int8(d, 9);
      return switch (Bytes.int8(d, 8)) {
        case 0x80 -> Optional.of(new Ping(tag));
        case 0x40 -> Optional.of(new Pong(tag));
        default -> Optional.empty();
      };
    }
    if (d[3] != 7 || d.length < 14) {
      return Optional.empty();
    }
    if (d[4] == 0) {
      int length = Bytes.int8(d, 13);
      return 14 + length <= d.length
          ? Optional.of(new Sessionless(Arrays.copyOfRange(d, 14, 14 + length)))
          : Optional.empty();
    }
    if (d[4] != 6 || d.length < 16) {
      return Optional.empty();
    }
    int length = Bytes.int16(d, 14);
    return length <= LONGEST && 16 + length <= d.length
        ? Optional.of(new Plus(d.clone(), length))
        : Optional.empty();
  }

  /** A payload outside any session. */
  static byte[] bare(int type, byte[] payload) {
    return Bytes.join(
        Bytes.of(6, 0, 0xff, 7, 6, type, 0, 0, 0, 0, 0, 0, 0, 0),
        Bytes.of(payload.length & 0xff, payload.length >> 8),
        payload);
  }

  /** A message in the format of IPMI 1.5 outside any session. */
  static byte[] sessionless(byte[] message) {
    return Bytes.join(Bytes.of(6, 0, 0xff, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, message.length), message);
  }

  /** A presence ping; tags are 0 to 254. */
  static byte[] ping(int tag) {
    return Bytes.of(6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x80, tag, 0, 0);
  }

  /** The answer to a presence ping: IPMI is supported. */
  static byte[] pong(int tag) {
    return Bytes.join(
        Bytes.of(6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x40, tag, 0, 16),
        Bytes.of(0, 0, 0x11, 0xbe, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0));
  }
}
