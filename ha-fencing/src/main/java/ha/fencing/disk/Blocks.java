package ha.fencing.disk;

import ha.model.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A disk as blocks of {@value #BYTES} bytes: magic, CRC-32C of the rest, length, JSON. Read and
 * written past all caches, for another machine looks at the same disk. For one thread.
 */
final class Blocks implements AutoCloseable {
  static final int BYTES = 4096;
  private static final byte[] MAGIC = "HAFENCE1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM = MAGIC.length;
  private static final int LENGTH = CHECKSUM + Integer.BYTES;
  private static final int BODY = LENGTH + Integer.BYTES;

  private final FileChannel channel;
  private final ByteBuffer block = ByteBuffer.allocateDirect(2 * BYTES).alignedSlice(BYTES);

  private Blocks(FileChannel channel) {
    this.channel = channel;
  }

  static Blocks open(Path path) throws IOException {
    return new Blocks(
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC,
                direct())));
  }

  /** Looked up by name: javac warns of the class, which Java offers, in a way that stays. */
  private static OpenOption direct() throws IOException {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IOException("this Java cannot read and write past caches", e);
    }
  }

  /** Empty if nothing of ours, or nothing whole, stands there. */
  <T> Optional<T> read(int index, Class<T> type) throws IOException {
    block.clear().limit(BYTES);
    while (block.hasRemaining()) {
      if (channel.read(block, (long) index * BYTES + block.position()) <= 0) {
        return Optional.empty();
      }
    }
    byte[] magic = new byte[MAGIC.length];
    block.get(0, magic);
    int length = block.getInt(LENGTH);
    boolean whole =
        java.util.Arrays.equals(magic, MAGIC)
            && length > 0
            && length <= BYTES - BODY
            && block.getInt(CHECKSUM) == checksum();
    if (!whole) {
      return Optional.empty();
    }
    byte[] json = new byte[length];
    block.get(BODY, json);
    try {
      return Optional.of(Json.read(json, type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void write(int index, Object value) throws IOException {
    byte[] json = Json.bytes(value);
    if (json.length > BYTES - BODY) {
      throw new DiskUnusable("what is to be written is longer than a block: " + json.length);
    }
    block.clear().limit(BYTES);
    block.put(MAGIC).putInt(0).putInt(json.length).put(json);
    while (block.hasRemaining()) {
      block.put((byte) 0);
    }
    block.putInt(CHECKSUM, checksum());
    block.flip();
    int written = channel.write(block, (long) index * BYTES);
    if (written != BYTES) {
      throw new IOException("only " + written + " bytes of a block were written");
    }
  }

  private int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(block.duplicate().limit(BYTES).position(LENGTH).slice());
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
