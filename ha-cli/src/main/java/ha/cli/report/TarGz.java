package ha.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/** Writes texts as a compressed archive that {@code tar xzf} unpacks (POSIX ustar). */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME = 100;

  private TarGz() {}

  /**
   * Writes a file that only its owner can read.
   *
   * @param texts by their names within the archive, of 100 bytes at most
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file
   */
  static void write(Path file, SortedMap<String, String> texts, Instant at) throws IOException {
    EnumSet<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try (FileChannel channel =
            FileChannel.open(
                file,
                options,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel))) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
        out.write(header(text.getKey(), bytes.length, at));
        out.write(bytes);
        out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
      }
      out.write(new byte[2 * BLOCK]);
    }
  }

  private static byte[] header(String name, int length, Instant at) {
    byte[] header = new byte[BLOCK];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NAME) {
      throw new IllegalArgumentException("a name in an archive has 100 bytes at most: " + name);
    }
    System.arraycopy(bytes, 0, header, 0, bytes.length);
    put(header, 100, "0000600\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(length));
    put(header, 136, "%011o\0".formatted(at.getEpochSecond()));
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
