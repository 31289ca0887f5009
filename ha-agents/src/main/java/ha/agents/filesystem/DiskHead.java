package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.MonoTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The first bytes of a disk, read by a program that can be left behind: a dead disk hangs. */
final class DiskHead {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private DiskHead() {}

  /** What came of reading. */
  sealed interface Head {
    /** Bytes, from the offset that was asked for. */
    record Bytes(ByteBuffer all) implements Head {
      /** A text that ends with a zero byte, or with its field. */
      String text(int at, int length) {
        byte[] field = new byte[length];
        all.get(at, field);
        String text = new String(field, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
      }

      boolean has(int at, int length) {
        return all.limit() >= at + length;
      }
    }

    /** It could not be read. */
    record Unreadable(AgentResult why) implements Head {}
  }

  static Head read(AgentCall call, String device, int offset, int count)
      throws InterruptedException {
    Command command =
        Tools.command(
            "od",
            "--address-radix=n",
            "--output-duplicates",
            "--format=x1",
            "--skip-bytes=" + offset,
            "--read-bytes=" + count,
            "--",
            device);
    MonoTime end = call.clock().now().plus(PATIENCE);
    MonoTime until = end.before(call.deadline()) ? end : call.deadline();
    CommandOutcome outcome = call.commands().run(command, until);
    if (!(outcome instanceof CommandOutcome.Exited exited)) {
      return new Head.Unreadable(Tools.unfinished(call, command, outcome));
    }
    if (exited.code() != 0) {
      String hint =
          exited.output().contains("Wrong medium type")
              ? "; a DRBD volume can be read only where it is promoted"
              : "";
      return new Head.Unreadable(
          AgentResult.failed("the device cannot be read" + Tools.said(exited.output()) + hint));
    }
    return bytes(exited.output())
        .<Head>map(Head.Bytes::new)
        .orElseGet(
            () -> new Head.Unreadable(AgentResult.failed("od(1) wrote what is not understood")));
  }

  private static Optional<ByteBuffer> bytes(String hexadecimal) {
    List<String> words = List.of(hexadecimal.strip().split("\\s+"));
    ByteBuffer all = ByteBuffer.allocate(words.size());
    for (String word : words) {
      if (!word.matches("[0-9a-f]{2}")) {
        return Optional.empty();
      }
      all.put((byte) Integer.parseInt(word, 16));
    }
    return Optional.of(all.flip());
  }
}
