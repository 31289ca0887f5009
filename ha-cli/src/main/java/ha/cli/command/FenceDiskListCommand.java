package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.fencing.disk.DiskHeader;
import ha.fencing.disk.DiskMessage;
import ha.fencing.disk.DiskPresence;
import ha.fencing.disk.FenceDisk;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl fence disk list}. */
@Command(
    name = "list",
    description = "Shows what stands on a shared disk: who watches it, which messages.")
final class FenceDiskListCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "DEVICE", description = "The disk.")
  private Path device = Path.of("/");

  FenceDiskListCommand(Context context) {
    this.context = context;
  }

  /** What is printed as JSON. */
  private record Listing(DiskHeader header, List<Slot> slots) {}

  /** One node's. */
  private record Slot(DiskMessage message, Optional<DiskPresence> watchedBy) {}

  @Override
  public Integer call() {
    Listing listing = read();
    if (context.json()) {
      context.printJson(listing);
      return ExitCode.OK;
    }
    Page page = context.page();
    DiskHeader header = listing.header();
    page.add(
        device
            + (header.cluster().isEmpty() ? "" : " of cluster " + header.cluster())
            + ", prepared "
            + Times.moment(header.created(), context.zone())
            + ", lost after "
            + Times.precise(header.lossTimeout()));
    Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    for (Slot slot : listing.slots()) {
      table.row(
          Line.of(Tone.STRONG, slot.message().node().value()),
          watched(slot.watchedBy()),
          message(slot.message()));
    }
    table.onto(page, 2);
    context.print(page);
    return ExitCode.OK;
  }

  private Listing read() {
    try (FenceDisk disk = FenceDisk.open(device)) {
      List<Slot> slots = new ArrayList<>();
      for (NodeName node : disk.header().nodes()) {
        slots.add(new Slot(disk.message(node), disk.presence(node)));
      }
      return new Listing(disk.header(), slots);
    } catch (IOException e) {
      throw new CommandFailure(Kind.INTERNAL, String.valueOf(e.getMessage()), "are you root?");
    }
  }

  private static Line watched(Optional<DiskPresence> presence) {
    return presence
        .map(p ->
            Line.of("watched by life " + p.life())
                .plus(Tone.FAINT, ", watchdog " + Times.precise(p.watchdog())))
        .orElse(Line.of(Tone.WARNING, "watched by nobody"));
  }

  private Line message(DiskMessage message) {
    return switch (message.kind()) {
      case CLEAR -> Line.of(Tone.FAINT, "no message");
      case RESET ->
          Line.of(Tone.BAD, "be reset")
              .plus(
                  " (life "
                      + message.incarnation()
                      + "), from "
                      + message.from()
                      + " at "
                      + Times.moment(message.at(), context.zone()));
    };
  }
}
