package ha.cli.command;

import ha.api.Explanation;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.Score;
import ha.model.plan.Decision;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Reason;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision with its reasons; for each node what spoke for and against, and what would help. */
final class ExplanationView {
  private final Explanation explanation;
  private final ZoneId zone;

  ExplanationView(Explanation explanation, ZoneId zone) {
    this.explanation = explanation;
    this.zone = zone;
  }

  void onto(Page page) {
    if (explanation.decisions().isEmpty()) {
      page.add("Nothing was decided about " + explanation.resource() + " yet.");
      return;
    }
    explanation.decisions().forEach(decision -> decision(page, decision));
    String made =
        "decided "
            + Times.moment(explanation.at(), zone)
            + " with revision "
            + explanation.revision();
    page.gap().add(Line.of(Tone.FAINT, made));
  }

  private static void decision(Page page, Decision decision) {
    Line title = Line.of(Tone.STRONG, decision.resource().value()).plus(" " + what(decision));
    if (decision.blocked()) {
      title = title.plus(Tone.BAD, " (blocked)");
    }
    page.gap().add("", "  ", title);
    decision
        .reasons()
        .forEach(reason ->
            page.add(
                Line.of(Tone.FAINT, "  because "),
                Line.of(" ".repeat(10)),
                Line.of(reason.text()).plus(position(reason))));
    List<NodeVerdict> best =
        decision.nodes().stream()
            .sorted(Comparator.comparing(NodeVerdict::score).reversed())
            .toList();
    best.forEach(verdict -> verdict(page, decision, verdict));
  }

  private static String what(Decision decision) {
    String from = decision.from().map(NodeName::value).orElse("");
    String to = decision.to().map(NodeName::value).orElse("");
    return switch (decision.kind()) {
      case STAY -> "stays on " + (from.isEmpty() ? to : from);
      case REMAIN_STOPPED -> "remains stopped";
      case START -> "starts on " + to;
      case STOP -> "stops on " + from;
      case RESTART -> "restarts on " + (to.isEmpty() ? from : to);
      case RECOVER -> "recovers" + way(from, to);
      case MOVE -> "moves" + way(from, to);
      case MIGRATE -> "migrates live" + way(from, to);
      case PROMOTE -> "is promoted on " + (to.isEmpty() ? from : to);
      case DEMOTE -> "is demoted on " + (from.isEmpty() ? to : from);
      case RE_PROMOTE -> "is promoted again on " + (to.isEmpty() ? from : to);
      case RELOAD -> "reloads on " + (from.isEmpty() ? to : from);
    };
  }

  private static String way(String from, String to) {
    return (from.isEmpty() ? "" : " from " + from) + (to.isEmpty() ? "" : " to " + to);
  }

  private static void verdict(Page page, Decision decision, NodeVerdict verdict) {
    boolean here = decision.to().or(() -> standing(decision)).equals(Optional.of(verdict.node()));
    Line mark = here ? Line.of(Tone.GOOD, "● ") : Line.of(Tone.FAINT, "○ ");
    page.gap()
        .add(
            Line.of("  ")
                .plus(mark)
                .plus(Tone.STRONG, verdict.node().value())
                .plus("  " + signed(verdict.score()))
                .plus(Tone.FAINT, here ? "  here" : ""));
    Table table = new Table(Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    for (Reason reason : verdict.contributions()) {
      table.row(
          reason.score().map(s -> Line.of(tone(s), signed(s))).orElse(Line.EMPTY),
          Line.of(Tone.FAINT, reason.rule()),
          Line.of(reason.text()).plus(position(reason)));
    }
    table.onto(page, 6);
    if (!here) {
      change(decision, verdict)
          .ifPresent(text ->
              page.add(Line.of(Tone.FAINT, "      to run here: "), Line.of("      "), text));
    }
  }

  private static Optional<NodeName> standing(Decision decision) {
    return decision.kind() == Decision.Kind.STAY ? decision.from() : Optional.empty();
  }

  /** What would have to be otherwise for this node to win. */
  private static Optional<Line> change(Decision decision, NodeVerdict verdict) {
    List<String> vetoes = new ArrayList<>();
    for (Reason reason : verdict.contributions()) {
      if (reason.score().map(Score::isMinusInfinite).orElse(false)) {
        vetoes.add(reason.definition().map(id -> reason.rule() + " " + id).orElse(reason.rule()));
      }
    }
    if (!vetoes.isEmpty()) {
      return Optional.of(Line.of("lift what forbids it: " + String.join(", ", vetoes)));
    }
    Optional<NodeVerdict> winner =
        decision.nodes().stream()
            .filter(v -> decision.to().or(() -> standing(decision)).equals(Optional.of(v.node())))
            .findFirst();
    return winner
        .map(w -> (long) w.score().value() - verdict.score().value())
        .filter(lead -> lead > 0)
        .map(lead -> Line.of(String.format(Locale.ROOT, "it lacks %d points", lead)));
  }

  private static Line position(Reason reason) {
    String where = reason.position().toString();
    return where.isEmpty() ? Line.EMPTY : Line.of(Tone.FAINT, "  " + where);
  }

  private static String signed(Score score) {
    return score.value() > 0 ? "+" + score : score.toString();
  }

  private static Tone tone(Score score) {
    return score.value() < 0 ? Tone.BAD : Tone.GOOD;
  }
}
