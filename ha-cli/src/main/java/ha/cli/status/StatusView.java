package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.QuorumStatus;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.plan.Problem.Severity;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole picture: header, problems, nodes, resources, orders in force, failed operations. */
public final class StatusView {
  private final ClusterStatus status;
  private final ClusterStatus shown;
  private final boolean part;
  private final Supplier<ZoneId> zone;
  private final boolean wide;

  /**
   * Shows {@code status}, with every column if {@code wide}.
   *
   * @param only the node that was asked for; absent: all
   */
  public StatusView(
      ClusterStatus status, Optional<NodeName> only, Supplier<ZoneId> zone, boolean wide) {
    this.status = status;
    this.shown = only.map(node -> Located.about(status, node)).orElse(status);
    this.part = only.isPresent();
    this.zone = zone;
    this.wide = wide;
  }

  /** Puts everything on {@code page}. */
  public void onto(Page page) {
    header(page);
    new ProblemsView(shown, zone).onto(page);
    new NodesView(shown, wide).onto(page);
    new ResourcesView(shown, part, wide).onto(page);
    new OverridesView(shown, zone).onto(page);
    new FailuresView(shown, zone).onto(page);
  }

  /** Puts the header and the problems on {@code page}. */
  public void problemsOnto(Page page) {
    header(page);
    new ProblemsView(shown, zone).onto(page);
  }

  private void header(Page page) {
    Line start = Line.of(Tone.STRONG, status.cluster() + "  ");
    Line rest = Line.of(" ".repeat(start.width()));
    List<Line> facts = new ArrayList<>();
    facts.add(summary());
    if (status.maintenance() && summary().spans().getFirst().tone() == Tone.BAD) {
      facts.add(Line.of(Tone.WARNING, "maintenance, hands off"));
    }
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
    List<Line> whole = facts.stream().map(Line::unbroken).toList();
    page.add(start, rest, Line.join("\u00A0· ", whole));
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
    if (!status.leader().equals(Optional.of(status.answeredBy()))) {
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
      return Line.of(Tone.WARNING, "▲ maintenance, hands off");
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

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
