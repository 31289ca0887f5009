package ha.agents.o2cb;

import ha.agents.AgentCall;
import ha.agents.tool.ToolRun;
import ha.agents.tool.ToolRun.Answer;
import ha.model.MonoTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The blocks of one region on its disk, read and written past the cache, as the kernel does. By a
 * program, because a disk may hang, and then the program is left behind.
 */
final class HeartbeatDisk {
  private final AgentCall call;
  private final O2cbKernel.Region region;
  private final Path device;
  private final Path file;

  HeartbeatDisk(AgentCall call, O2cbKernel.Region region, Path device, Path scratch) {
    this.call = call;
    this.region = region;
    this.device = device;
    this.file = scratch.resolve("beat-" + region.name());
  }

  /**
   * The block of a node.
   *
   * @throws IOException if it cannot be read, or not in time
   */
  HeartbeatBlock read(int node) throws IOException, InterruptedException {
    fresh(new byte[0]);
    try {
      copy(
          device,
          file,
          "skip=" + (region.firstBlock() + node),
          "iflag=direct",
          call.clock().now().plus(call.timeout()));
      byte[] block = Files.readAllBytes(file);
      if (block.length != region.blockBytes()) {
        throw new IOException(
            device + " gave " + block.length + " bytes, not a block of " + region.blockBytes());
      }
      return new HeartbeatBlock(block);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Writes the block of a node, until {@code deadline} or not at all: the program is killed then.
   *
   * @throws IOException if it cannot be written, or not in time
   */
  void write(int node, byte[] block, MonoTime deadline) throws IOException, InterruptedException {
    fresh(block);
    try {
      copy(file, device, "seek=" + (region.firstBlock() + node), "oflag=direct", deadline);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void fresh(byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }

  private void copy(Path from, Path to, String place, String flag, MonoTime deadline)
      throws IOException, InterruptedException {
    List<String> dd =
        List.of(
            "dd",
            "if=" + from,
            "of=" + to,
            "bs=" + region.blockBytes(),
            "count=1",
            place,
            flag,
            "conv=notrunc,fsync",
            "status=none");
    Answer answer = new ToolRun(call.from(call.clock().now())).changeBy(deadline, dd);
    switch (answer) {
      case Answer.Exited exited when exited.ok() -> {}
      case Answer.Exited exited -> throw new IOException(exited.words("dd"));
      case Answer.Lost lost -> throw new IOException(lost.result().reason());
    }
  }
}
