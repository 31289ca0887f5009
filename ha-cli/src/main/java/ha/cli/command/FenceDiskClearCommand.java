package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Tone;
import ha.fencing.disk.DiskMessage;
import ha.fencing.disk.FenceDisk;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl fence disk clear}. */
@Command(
    name = "clear",
    description = {
      "Takes the message in a node's slot back, or mends a damaged slot. Needed only by hand: a",
      "message is void once the node's daemon has begun anew. A fence under way is not confirmed"
          + " then."
    })
final class FenceDiskClearCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "DEVICE", description = "The disk.")
  private Path device = Path.of("/");

  @Parameters(
      index = "1",
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "Whose slot.")
  private NodeName node = new NodeName("none");

  FenceDiskClearCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (FenceDisk disk = FenceDisk.open(device)) {
      disk.send(
          node,
          DiskMessage.Kind.CLEAR,
          Incarnation.UNKNOWN,
          System.getProperty("user.name", ""),
          context.surroundings().clock().instant(),
          "cleared by hand");
    } catch (IOException e) {
      throw new CommandFailure(Kind.INTERNAL, String.valueOf(e.getMessage()), "are you root?");
    }
    context.print(
        context.page().add(Line.of(Tone.GOOD, "✔ ").plus("the slot of " + node + " is clear")));
    return ExitCode.OK;
  }
}
