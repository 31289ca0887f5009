package ha.agents.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first and the last part of an output of any length. Thread-safe. */
final class CapturedOutput {
  static final int LIMIT_BYTES = 64 * 1024;

  private final byte[] head;
  private final byte[] tail;
  private int headLength;
  private long tailWritten;

  CapturedOutput(int limitBytes) {
    head = new byte[limitBytes / 2];
    tail = new byte[limitBytes - head.length];
  }

  synchronized void append(byte[] bytes, int length) {
    int toHead = Math.min(length, head.length - headLength);
    System.arraycopy(bytes, 0, head, headLength, toHead);
    headLength += toHead;
    for (int i = toHead; i < length; i++) {
      tail[(int) (tailWritten++ % tail.length)] = bytes[i];
    }
  }

  /** All of it, or both ends with a line between them that says how much is left out. */
  synchronized String text() {
    String first = new String(head, 0, headLength, StandardCharsets.UTF_8);
    if (tailWritten <= tail.length) {
      return first.isEmpty() || tailWritten == 0
          ? first + new String(tail, 0, (int) tailWritten, StandardCharsets.UTF_8)
          : joined();
    }
    int split = (int) (tailWritten % tail.length);
    byte[] last = Arrays.copyOfRange(tail, split, split + tail.length);
    System.arraycopy(tail, 0, last, tail.length - split, split);
    return first
        + "\n[... "
        + (tailWritten - tail.length)
        + " bytes left out ...]\n"
        + new String(last, StandardCharsets.UTF_8);
  }

  /** Decoded as one, so that no character is cut where head and tail meet. */
  private String joined() {
    byte[] all = Arrays.copyOf(head, headLength + (int) tailWritten);
    System.arraycopy(tail, 0, all, headLength, (int) tailWritten);
    return new String(all, StandardCharsets.UTF_8);
  }
}
