package ha.membership.links;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What two peers' streams say to each other. */
sealed interface Frame {
  /** Most payload bytes of a part. */
  int PART = 16 << 10;

  /** In place of the total length, in parts that are not a message's first. */
  int LATER = -1;

  byte KIND_PART = 1;
  byte KIND_TAKEN = 2;
  int PART_HEADER = 1 + 4 + 8 + 4;
  int TAKEN_LENGTH = 1 + 4 + 8;

  /**
   * Part of a message.
   *
   * @param epoch life of the stream; a greater one begins anew
   * @param number of the part in the stream, from 0
   * @param total length of the message if this is its first part, else {@link #LATER}
   * @param payload good only until the frame was taken
   */
  record Part(int epoch, long number, int total, ByteBuffer payload) implements Frame {}

  /** All parts before {@code next} were taken. */
  record Taken(int epoch, long next) implements Frame {}

  static byte[] part(int epoch, long number, int total, byte[] message, int offset, int length) {
    return ByteBuffer.allocate(PART_HEADER + length)
        .put(KIND_PART)
        .putInt(epoch)
        .putLong(number)
        .putInt(total)
        .put(message, offset, length)
        .array();
  }

  static byte[] taken(int epoch, long next) {
    return ByteBuffer.allocate(TAKEN_LENGTH).put(KIND_TAKEN).putInt(epoch).putLong(next).array();
  }

  /** Reads a frame; empty if it is none. */
  static Optional<Frame> decode(byte[] array, int offset, int length) {
    if (length == TAKEN_LENGTH && array[offset] == KIND_TAKEN) {
      return Optional.of(
          new Taken(Bytes.intAt(array, offset + 1), Bytes.longAt(array, offset + 5)));
    }
    if (length < PART_HEADER || length > PART_HEADER + PART || array[offset] != KIND_PART) {
      return Optional.empty();
    }
    int total = Bytes.intAt(array, offset + 13);
    if (total < LATER || total > Links.LONGEST_MESSAGE) {
      return Optional.empty();
    }
    return Optional.of(
        new Part(
            Bytes.intAt(array, offset + 1),
            Bytes.longAt(array, offset + 5),
            total,
            ByteBuffer.wrap(array, offset + PART_HEADER, length - PART_HEADER)));
  }
}
