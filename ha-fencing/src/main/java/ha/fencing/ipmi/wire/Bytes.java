package ha.fencing.ipmi.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian bytes, as IPMI has them. */
public final class Bytes {
  private Bytes() {}

  /** The parts one after the other. */
  public static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Bytes of these values, each 0 to 255. */
  public static byte[] of(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Four bytes, least significant first. */
  public static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** The number at {@code at}, least significant byte first. */
  public static int int32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  /** The 16-bit number at {@code at}. */
  public static int int16(byte[] bytes, int at) {
    return int8(bytes, at) | (int8(bytes, at + 1) << 8);
  }

  /** The byte at {@code at} as 0 to 255. */
  public static int int8(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]);
  }

  /** The byte that makes the sum of a range zero. */
  static byte checksum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return (byte) -sum;
  }
}
