package ha.daemon.blackbox;

import ha.model.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of {@value #SLOTS} slots of one sector each: CRC-32C of the rest, length, JSON. It never
 * grows, so a full disk does not stop it, and a torn sector costs one line. Beats take turns in two
 * slots, so that they push nothing else out. For one thread.
 */
final class SlotFile implements AutoCloseable {
  private static final int SECTOR = 512;
  private static final int HEAD = Integer.BYTES + Short.BYTES;
  private static final int BEATS = 2;
  private static final int SLOTS = 64;

  private final FileChannel channel;

  private SlotFile(FileChannel channel) {
    this.channel = channel;
  }

  static SlotFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            EnumSet.of(
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    SlotFile file = new SlotFile(channel);
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      long missing = (long) SLOTS * SECTOR - channel.size();
      if (missing > 0) {
        channel.write(ByteBuffer.allocate(Math.toIntExact(missing)), channel.size());
        channel.force(true);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Every line that can be read, in the order in which they were written. */
  List<Note> read() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(SLOTS * SECTOR);
    while (all.hasRemaining() && channel.read(all, all.position()) > 0) {
      // A file that was cut short gives fewer lines.
    }
    List<Note> notes = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      decode(all.slice(slot * SECTOR, SECTOR)).ifPresent(notes::add);
    }
    notes.sort(Comparator.comparingLong(Note::number));
    return notes;
  }

  /** Writes a line over the oldest of its sort and waits until the disk has it. */
  void write(Note note) throws IOException {
    int slot =
        note.kind() == Note.Kind.BEAT
            ? (int) (note.number() % BEATS)
            : BEATS + (int) (note.number() % (SLOTS - BEATS));
    channel.write(encode(note), (long) slot * SECTOR);
    channel.force(false);
  }

  private static ByteBuffer encode(Note note) {
    byte[] json = Json.bytes(note);
    Note fits = note;
    while (json.length > SECTOR - HEAD) {
      // One character may be up to six bytes, so this may take more than one turn.
      int tooMuch = json.length - (SECTOR - HEAD);
      String text = fits.text();
      String shorter = text.substring(0, Math.max(0, text.length() - 2 - tooMuch / 6));
      fits =
          new Note(fits.number(), fits.at(), fits.life(), fits.boot(), fits.kind(), shorter + "…");
      json = Json.bytes(fits);
    }
    ByteBuffer sector = ByteBuffer.allocate(SECTOR);
    sector.position(Integer.BYTES);
    sector.putShort((short) json.length).put(json);
    sector.putInt(0, checksum(sector));
    return sector.clear();
  }

  private static Optional<Note> decode(ByteBuffer sector) {
    int length = sector.getShort(Integer.BYTES);
    if (length <= 0 || length > SECTOR - HEAD || sector.getInt(0) != checksum(sector)) {
      return Optional.empty();
    }
    byte[] json = new byte[length];
    sector.get(HEAD, json);
    try {
      return Optional.of(Json.read(json, Note.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int checksum(ByteBuffer sector) {
    CRC32C crc = new CRC32C();
    crc.update(sector.slice(Integer.BYTES, SECTOR - Integer.BYTES));
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
