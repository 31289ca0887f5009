package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.dlm.DlmReady;
import ha.agents.filesystem.DiskHead.Head;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * GFS2: its superblock names a lock protocol and a table, {@code CLUSTER:NAME}; the lock manager
 * has to be there before it is mounted. After an error the file system withdraws, and answers
 * everything with an error from then on.
 */
final class Gfs2 {
  /** 128 blocks of 512 bytes, whatever the block size. */
  private static final int SUPERBLOCK = 65_536;

  private static final int LENGTH = 256;
  private static final int MAGIC = 0x01161970;

  /** Offsets from the superblock's beginning, measured on what mkfs.gfs2 3.5 writes. */
  private static final int PROTOCOL = 96;

  private static final int TABLE = 160;
  private static final int FIELD = 64;
  private static final String DISTRIBUTED = "lock_dlm";

  private Gfs2() {}

  /** What the disk says. */
  record Volume(String protocol, String table) {
    /** Whose locks it takes; empty where the table names nobody. */
    Optional<String> cluster() {
      int colon = table.indexOf(':');
      return colon > 0 ? Optional.of(table.substring(0, colon)) : Optional.empty();
    }

    /** As the mount options override it. */
    Volume with(List<String> options) {
      Volume volume = this;
      for (String option : options) {
        if (option.startsWith("lockproto=")) {
          volume = new Volume(option.substring("lockproto=".length()), volume.table());
        } else if (option.startsWith("locktable=")) {
          volume = new Volume(volume.protocol(), option.substring("locktable=".length()));
        }
      }
      return volume;
    }
  }

  static Optional<Volume> volume(Head.Bytes head) {
    head.all().order(ByteOrder.BIG_ENDIAN);
    return head.has(0, LENGTH - 32) && head.all().getInt(0) == MAGIC
        ? Optional.of(new Volume(head.text(PROTOCOL, FIELD), head.text(TABLE, FIELD)))
        : Optional.empty();
  }

  /** What is missing before {@code device} can be mounted; empty if nothing is. */
  static Optional<AgentResult> missing(
      AgentCall call, String device, List<String> options, Path system)
      throws InterruptedException {
    Head head = DiskHead.read(call, device, SUPERBLOCK, LENGTH);
    if (head instanceof Head.Unreadable unreadable) {
      return Optional.of(unreadable.why());
    }
    Optional<Volume> volume = volume((Head.Bytes) head).map(v -> v.with(options));
    if (volume.isEmpty()) {
      return Optional.of(AgentResult.failed("there is no GFS2 file system on " + device));
    }
    return volume.get().protocol().equals(DISTRIBUTED)
        ? new DlmReady(system).missing(call, volume.get().cluster())
        : Optional.empty();
  }

  /** Whether the kernel has given the mounted file system up. */
  static boolean hasWithdrawn(Mount mount, Path system) {
    Path all = system.resolve("sys/fs/gfs2");
    if (!Files.isDirectory(all)) {
      return false;
    }
    try (var entries = Files.newDirectoryStream(all)) {
      for (Path entry : entries) {
        if (says(entry.resolve("id"), mount.device())) {
          return says(entry.resolve("withdraw"), "1");
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // The probe will tell.
      return false;
    }
  }

  private static boolean says(Path file, String text) throws IOException {
    return Files.isReadable(file) && Files.readString(file).strip().equals(text);
  }
}
