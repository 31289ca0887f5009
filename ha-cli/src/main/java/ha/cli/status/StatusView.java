package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.QuorumStatus;
import ha.api.NodeStatus;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.plan.Problem.Severity;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The whole picture: header, problems, nodes, resources, orders in force, failed operations. */
public final class StatusView {
  private final ClusterStatus status;
  private final ZoneId zone;
  private final boolean wide;

  /** Shows {@code status}, with every column if {@code wide}. */
  public StatusView(ClusterStatus status, ZoneId zone, boolean wide) {
    this.status = status;
    this.zone = zone;
    this.wide = wide;
  }

  /** Puts everything on {@code page}. */
  public void onto(Page page) {
    header(page);
    new ProblemsView(status, zone).onto(page);
    new NodesView(status, wide).onto(page);
    new ResourcesView(status, wide).onto(page);
    new OverridesView(status, zone).onto(page);
    new FailuresView(status, zone).onto(page);
  }

  /** Puts the header and the problems on {@code page}. */
  public void problemsOnto(Page page) {
    header(page);
    new ProblemsView(status, zone).onto(page);
  }

  private void header(Page page) {
    Line start = Line.of(Tone.STRONG, status.cluster() + "  ");
    Line rest = Line.of(" ".repeat(start.width()));
    List<Line> facts = new ArrayList<>();
    facts.add(summary());
    facts.add(quorum(status.quorum()));
    facts.add(
        status
            .leader()
            .map(leader -> Line.of("leader " + leader))
            .orElse(Line.of(Tone.BAD, "no leader")));
    facts.add(
        Line.of(status.revision() == 0 ? "no definitions yet" : "revision " + status.revision()));
    if (wide) {
      facts.add(Line.of("term " + status.term()));
    }
    page.add(start, rest, Line.join(" · ", facts));
    status
        .lastChange()
        .ifPresent(change ->
            page.add(
                rest,
                rest,
                Line.of(
                    Tone.FAINT,
                    "changed "
                        + Times.ago(change.at(), status.at())
                        + " by "
                        + change.author()
                        + (change.reason().isEmpty() ? "" : ": " + change.reason()))));
    if (!status.leader().equals(java.util.Optional.of(status.answeredBy()))) {
      page.add(rest, rest, Line.of(Tone.FAINT, "as " + status.answeredBy() + " sees it"));
    }
  }

  private Line summary() {
    long errors = status.problems().stream().filter(p -> p.severity() == Severity.ERROR).count();
    long warnings = status.problems().size() - errors;
    if (!status.quorum().held()) {
      return Line.of(Tone.BAD, "✖ no quorum");
    }
    if (errors > 0) {
      return Line.of(Tone.BAD, "✖ " + counted(errors, "problem"));
    }
    if (status.maintenance()) {
      return Line.of(Tone.WARNING, "▲ maintenance: nothing is started, stopped or fenced");
    }
    if (warnings > 0) {
      return Line.of(Tone.WARNING, "▲ " + counted(warnings, "warning"));
    }
    return status.settled() ? Line.of(Tone.GOOD, "✔ healthy") : Line.of(Tone.WARNING, "◐ working");
  }

  private static Line quorum(QuorumStatus quorum) {
    String votes = quorum.votes() + " of " + quorum.total() + " votes";
    return quorum.held()
        ? Line.of("quorum with " + votes)
        : Line.of(Tone.BAD, votes + ", " + quorum.needed() + " needed");
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The nodes' names as they come, or a word for none. */
  static String names(List<NodeStatus> nodes) {
    return String.join(", ", nodes.stream().map(n -> n.name().value()).toList());
  }
}
