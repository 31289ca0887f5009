package ha.membership.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A length, a CRC-32C over length and content, and the content; four bytes say where it begins. */
final class Frame {
  private static final int MAGIC = 0x48414c31;
  private static final int HEAD = 12;

  private Frame() {}

  /** The frames that a file begins with, and how far they reach. */
  record Scan(List<byte[]> contents, int validLength) {}

  static byte[] of(byte[] content) {
    return ByteBuffer.allocate(HEAD + content.length)
        .putInt(MAGIC)
        .putInt(content.length)
        .putInt(checksum(content, 0, content.length))
        .put(content)
        .array();
  }

  /** Reads frames up to the end or to the first that is not whole. */
  static Scan scan(byte[] file) {
    List<byte[]> contents = new ArrayList<>();
    int at = 0;
    while (wholeAt(file, at)) {
      int length = ByteBuffer.wrap(file).getInt(at + 4);
      byte[] content = new byte[length];
      System.arraycopy(file, at + HEAD, content, 0, length);
      contents.add(content);
      at += HEAD + length;
    }
    return new Scan(contents, at);
  }

  /** Whether a whole frame begins somewhere after {@code from}: then that place is not the end. */
  static boolean anyAfter(byte[] file, int from) {
    for (int at = from + 1; at <= file.length - HEAD; at++) {
      if (wholeAt(file, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean wholeAt(byte[] file, int at) {
    if (file.length - at < HEAD) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(file);
    int length = buffer.getInt(at + 4);
    return buffer.getInt(at) == MAGIC
        && length >= 0
        && length <= file.length - at - HEAD
        && buffer.getInt(at + 8) == checksum(file, at + HEAD, length);
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(4).putInt(0, length));
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
