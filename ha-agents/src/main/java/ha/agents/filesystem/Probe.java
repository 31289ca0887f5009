package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.Durations;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.MonoTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sure that a file system answers, by programs that can be left behind: who asks a dead disk
 * hangs with it.
 */
final class Probe {
  private static final String BLOCK = "bs=4096";

  private final AgentCall call;
  private final FilesystemParameters parameters;

  Probe(AgentCall call, FilesystemParameters parameters) {
    this.call = call;
    this.parameters = parameters;
  }

  /** What came of it. */
  sealed interface Finding {
    /** It answers. */
    record Answers() implements Finding {}

    /** Nothing came in time; it may only be waiting for something. */
    record Silent(String reason) implements Finding {}

    /** It answers with an error, or cannot be asked. */
    record Fails(AgentResult result) implements Finding {}
  }

  /** Reads or writes, as the parameters say. */
  Finding run(Mount mount) throws InterruptedException {
    for (Command command : commands(mount)) {
      Finding finding = run(command);
      if (!(finding instanceof Finding.Answers)) {
        return finding;
      }
    }
    return new Finding.Answers();
  }

  /** The file that a write probe leaves in the file system, one for each node. */
  static Path trace(Path directory, AgentCall call) {
    return directory.resolve(".had-probe-" + call.node());
  }

  private List<Command> commands(Mount mount) {
    List<Command> commands = new ArrayList<>();
    if (parameters.probe().equals("none")) {
      return commands;
    }
    String directory = parameters.directory().toString();
    if (mount.source().startsWith("/dev/")) {
      // Past all caches: the first block of the device.
      commands.add(
          Tools.command(
              "dd", "if=" + mount.source(), "of=/dev/null", BLOCK, "count=1", "iflag=direct"));
    }
    // A file system that has shut itself down after an error still answers from its caches.
    commands.add(Tools.command("stat", "--file-system", "--", directory));
    commands.add(Tools.command("ls", "-a", "--", directory));
    if (parameters.probe().equals("write")) {
      commands.add(
          Tools.command(
              "dd",
              "if=/dev/zero",
              "of=" + trace(parameters.directory(), call),
              BLOCK,
              "count=1",
              "conv=fsync,notrunc"));
    }
    return commands;
  }

  private Finding run(Command command) throws InterruptedException {
    Duration own = parameters.probeTimeout();
    boolean shorter = own.compareTo(call.remaining()) < 0;
    MonoTime until = shorter ? call.clock().now().plus(own) : call.deadline();
    CommandOutcome outcome = call.commands().run(command, until);
    return switch (outcome) {
      case CommandOutcome.Exited exited ->
          exited.code() == 0
              ? new Finding.Answers()
              : new Finding.Fails(
                  AgentResult.failed(
                      parameters.directory() + " does not answer" + Tools.said(exited.output())));
      case CommandOutcome.Expired expired when shorter ->
          new Finding.Silent(
              parameters.directory()
                  + " did not answer within "
                  + Durations.text(own)
                  + "; "
                  + expired.sentence(own));
      case CommandOutcome other -> new Finding.Fails(Tools.unfinished(call, command, other));
    };
  }
}
