package ha.cli.command;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.ActiveOverride;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code hactl drbd status}. */
@Command(
    name = "status",
    description = "Shows each replicated volume from both sides; exits with 3 if one is not whole.")
final class DrbdStatusCommand implements Callable<Integer> {
  private static final String UP_TO_DATE = "UpToDate";

  private final Context context;

  DrbdStatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Session session = new Session(context);
    SortedMap<String, List<Replica>> all =
        Replica.all(session.ask(Endpoints.ATTRIBUTES, new Queries.All()));
    ClusterStatus status = session.status();
    if (context.json()) {
      context.printJson(all);
    } else {
      context.print(page(all, status));
    }
    boolean whole =
        all.entrySet().stream()
            .allMatch(e ->
                e.getValue().stream().allMatch(DrbdStatusCommand::isWhole)
                    && behind(e.getKey(), status).isEmpty());
    return whole ? ExitCode.OK : ExitCode.CONDITION_FALSE;
  }

  private Page page(SortedMap<String, List<Replica>> all, ClusterStatus status) {
    Page page = context.page();
    if (all.isEmpty()) {
      return page.add(Line.of(Tone.FAINT, "No agent reports a replicated volume."));
    }
    all.forEach((resource, sides) -> {
      page.heading(resource + " (" + sides.getFirst().device() + ")");
      Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
      sides.forEach(side -> table.row(row(side)));
      table.onto(page, 2);
      findings(page, resource, sides, status);
    });
    return page;
  }

  private static Line[] row(Replica side) {
    Tone disk = side.disk().equals(UP_TO_DATE) ? Tone.GOOD : Tone.BAD;
    String peers =
        side.peers().stream()
            .map(p -> "to " + p.name() + ": " + p.connection() + peerDisk(p))
            .collect(Collectors.joining("; "));
    String frozen = side.suspended().isEmpty() ? "" : "; writes wait (" + side.suspended() + ")";
    return new Line[] {
      Line.of(Tone.STRONG, side.node().value()),
      Line.of(side.role()),
      Line.of(disk, side.disk()),
      Line.of(Tone.FAINT, (peers.isEmpty() ? "no connection" : peers) + frozen)
    };
  }

  private static String peerDisk(Replica.Peer peer) {
    return peer.isConnected() ? ", " + peer.disk() + " there" : "";
  }

  private static boolean isWhole(Replica side) {
    return side.disk().equals(UP_TO_DATE)
        && side.suspended().isEmpty()
        && !side.peers().isEmpty()
        && side.peers().stream().allMatch(p -> p.isConnected() && p.disk().equals(UP_TO_DATE));
  }

  private static void findings(
      Page page, String resource, List<Replica> sides, ClusterStatus status) {
    Optional<String> split = Replica.splitBrain(sides);
    if (split.isPresent()) {
      page.add(Line.of(Tone.BAD, "  ✖ "), Line.of("    "), Line.of(split.get()));
      page.add(
          Line.of("    do: "),
          Line.of("        "),
          Line.of(Tone.COMMAND, "hactl drbd resolve " + resource + " --keep NODE")
              .plus(", where NODE has the data to keep; the other side's changes are lost"));
    }
    behind(resource, status)
        .ifPresent(active ->
            page.add(
                Line.of(Tone.WARNING, "  ▲ "),
                Line.of("    "),
                Line.of(
                    "the replica on "
                        + ((ReplicaBehind) active.override()).node()
                        + " is behind since "
                        + Times.ago(active.since(), status.at())
                        + " and is not promoted until it has caught up")));
  }

  private static Optional<ActiveOverride> behind(String resource, ClusterStatus status) {
    return status.overrides().stream()
        .filter(
            a -> a.override() instanceof ReplicaBehind b && b.resource().value().equals(resource))
        .findFirst();
  }
}
