package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Tone;
import ha.fencing.disk.FenceDisk;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl fence disk create}. */
@Command(
    name = "create",
    description = {
      "Prepares a shared disk, once, on one node. What stands at its beginning is lost.",
      "Example: hactl fence disk create /dev/disk/by-id/wwn-0x5 --node alice,bob"
    })
final class FenceDiskCreateCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DEVICE",
      description = "A disk or partition that is used for nothing else.")
  private Path device = Path.of("/");

  @Option(
      names = "--node",
      paramLabel = "NODE",
      split = ",",
      required = true,
      converter = Converters.OfNode.class,
      description = "Every node that is to have a slot.")
  private List<NodeName> nodes = new ArrayList<>();

  @Option(names = "--cluster", paramLabel = "NAME", description = "Whose disk it is; for people.")
  private String cluster = "";

  @Option(
      names = "--loss-timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "After this time without a good read the disk counts as lost (default: 5s).")
  private Duration lossTimeout = Duration.ofSeconds(5);

  @Option(names = "--yes", description = "Also if the disk was prepared before.")
  private boolean yes;

  FenceDiskCreateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try {
      if (!yes && FenceDisk.isPrepared(device)) {
        throw new CommandFailure(
            Kind.REFUSED,
            device + " is prepared already; nodes may be watching it",
            "hactl fence disk list " + device + "; to begin anew: --yes");
      }
      FenceDisk.create(
          device, cluster, nodes, lossTimeout, context.surroundings().clock().instant());
    } catch (IOException e) {
      throw new CommandFailure(
          Kind.INTERNAL, "the disk cannot be prepared: " + e.getMessage(), "are you root?");
    }
    context.print(
        context.page().add(Line.of(Tone.GOOD, "✔ ").plus(device + " has slots for " + nodes)));
    return ExitCode.OK;
  }
}
