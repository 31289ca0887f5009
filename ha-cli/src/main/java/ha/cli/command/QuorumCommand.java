package ha.cli.command;

import ha.api.ClusterStatus;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.status.ProblemsView;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hactl quorum}. */
@Command(
    name = "quorum",
    description = "Shows whether this node may act, and why (exits with 4 if not).")
final class QuorumCommand implements Callable<Integer> {
  private final Context context;

  QuorumCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ClusterStatus status = new Session(context).status();
    ClusterStatus.QuorumStatus quorum = status.quorum();
    if (context.json()) {
      context.printJson(quorum);
      return quorum.held() ? ExitCode.OK : ExitCode.NO_QUORUM;
    }
    Page page = context.page();
    String votes =
        quorum.votes() + " of " + quorum.total() + " votes, " + quorum.needed() + " needed";
    String leader =
        status
            .leader()
            .map(node -> "led by " + node + ", term " + status.term())
            .orElse("no leader");
    Line answer = quorum.held() ? Line.of(Tone.GOOD, "✔ quorum") : Line.of(Tone.BAD, "✖ no quorum");
    page.add(Line.join(" · ", List.of(answer, Line.of(votes), Line.of(leader))));
    page.add("  ", "  ", Line.of(quorum.reason()));
    quorum.waiting().ifPresent(w -> new ProblemsView(status, context::zone).waiting(page, w));
    context.print(page);
    return quorum.held() ? ExitCode.OK : ExitCode.NO_QUORUM;
  }
}
