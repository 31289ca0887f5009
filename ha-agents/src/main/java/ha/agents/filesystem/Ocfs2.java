package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Unknown;
import ha.agents.dlm.DlmReady;
import ha.agents.filesystem.DiskHead.Head;
import ha.agents.o2cb.O2cbOnline;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * OCFS2: which cluster a file system was made for is written on its disk, and the kernel mounts it
 * only in that one.
 */
final class Ocfs2 {
  private static final String SIGNATURE = "OCFSV2";

  /** The superblock is block 2; blocks have 512 to 4096 bytes. */
  private static final int FIRST = 2 * 512;

  private static final int LAST = 2 * 4096;
  private static final int LENGTH = 512;

  /** Offsets from the superblock's beginning, measured on what mkfs.ocfs2 1.8 writes. */
  private static final int INCOMPATIBLE = 0xe0;

  private static final int BLOCK_BITS = 0xf8;
  private static final int STACK = 0x160;
  private static final int CLUSTER = 0x168;
  private static final int NAME_LENGTH = 16;

  /** Bits of the features that a kernel must know. */
  private static final int LOCAL = 0x8;

  private static final int OTHER_STACK = 0x80;
  private static final int NAMED_CLUSTER = 0x4000;

  private Ocfs2() {}

  /**
   * What the disk says.
   *
   * @param local it was made for one machine and needs no cluster
   * @param cluster that it was made for, where it says so
   */
  record Volume(boolean local, String stack, Optional<String> cluster) {}

  /** Reads {@code head}, which begins at byte 1024 of the disk. */
  static Optional<Volume> volume(Head.Bytes head) {
    head.all().order(ByteOrder.LITTLE_ENDIAN);
    for (int size = FIRST; size <= LAST; size *= 2) {
      int at = size - FIRST;
      if (head.has(at, LENGTH)
          && head.text(at, 8).equals(SIGNATURE)
          && 2 << head.all().getInt(at + BLOCK_BITS) == size) {
        return Optional.of(volume(head, at));
      }
    }
    return Optional.empty();
  }

  private static Volume volume(Head.Bytes head, int at) {
    int features = head.all().getInt(at + INCOMPATIBLE);
    boolean named = (features & (OTHER_STACK | NAMED_CLUSTER)) != 0;
    String stack = named ? head.text(at + STACK, 4) : "";
    String cluster = named ? head.text(at + CLUSTER, NAME_LENGTH) : "";
    return new Volume(
        (features & LOCAL) != 0,
        stack.isEmpty() ? "o2cb" : stack,
        Optional.of(cluster).filter(c -> !c.isEmpty()));
  }

  /** What is missing before {@code device} can be mounted; empty if nothing is. */
  static Optional<AgentResult> missing(AgentCall call, String device, Path system)
      throws InterruptedException {
    Head head = DiskHead.read(call, device, FIRST, LAST + LENGTH - FIRST);
    if (head instanceof Head.Unreadable unreadable) {
      return Optional.of(unreadable.why());
    }
    Optional<Volume> read = volume((Head.Bytes) head);
    if (read.isEmpty()) {
      return Optional.of(AgentResult.failed("there is no OCFS2 file system on " + device));
    }
    Volume volume = read.get();
    if (volume.local()) {
      return Optional.empty();
    }
    try {
      Optional<String> stack =
          new O2cbOnline(system).missing(volume.stack(), volume.cluster(), call.node());
      if (stack.isPresent()) {
        return stack.map(AgentResult::failed);
      }
    } catch (IOException e) {
      return Optional.of(new Unknown("the cluster stack of OCFS2 cannot be seen: " + e));
    }
    return volume.stack().equals("o2cb")
        ? Optional.empty()
        : new DlmReady(system).missing(call, volume.cluster());
  }
}
