package ha.agents.o2cb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * What one node says of itself on a disk that O2CB beats on: when it did so last, and in which life
 * ("generation"). A node that leaves writes the generation 0, and the others stop waiting for it at
 * once. Little endian, from byte 0: sequence (8), node number (1), unused (3), checksum (4),
 * generation (8), {@code dead_ms} (4); the rest is zero. The checksum is CRC-32 over the whole
 * block with zero in its own place, begun with 0 and not inverted (Linux, {@code crc32_le}).
 */
final class HeartbeatBlock {
  private static final int NODE = 8;
  private static final int CHECKSUM = 12;
  private static final int GENERATION = 16;
  private static final int HEADER = 28;

  private final ByteBuffer bytes;

  HeartbeatBlock(byte[] block) {
    if (block.length < HEADER) {
      throw new IllegalArgumentException("a block of " + block.length + " bytes");
    }
    bytes = ByteBuffer.wrap(block.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether it is what a node has written, and that node. */
  boolean isOf(int node) {
    return bytes.getInt(CHECKSUM) == checksum() && Byte.toUnsignedInt(bytes.get(NODE)) == node;
  }

  /** Whether the node has left by itself, or never was there. */
  boolean hasLeft() {
    return bytes.getLong(GENERATION) == 0;
  }

  /** Changes with each beat. */
  long sequence() {
    return bytes.getLong(0);
  }

  /** Changes with each life. */
  long generation() {
    return bytes.getLong(GENERATION);
  }

  /** What this node would have written, had it left. */
  byte[] afterLeaving() {
    HeartbeatBlock left = new HeartbeatBlock(bytes.array());
    left.bytes.putLong(GENERATION, 0);
    left.bytes.putInt(CHECKSUM, left.checksum());
    return left.bytes.array();
  }

  private int checksum() {
    CRC32 sum = new CRC32();
    // Brings the register, which Java begins inverted, to the 0 that the kernel begins with.
    sum.update(new byte[] {-1, -1, -1, -1});
    sum.update(bytes.array(), 0, CHECKSUM);
    sum.update(new byte[Integer.BYTES]);
    sum.update(bytes.array(), GENERATION, bytes.capacity() - GENERATION);
    return ~(int) sum.getValue();
  }
}
