package ha.cli.explain;

import ha.api.Explanation;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.Score;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Mood;
import ha.model.plan.Answer.Place;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Answer.Verdict;
import ha.model.plan.Decision;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Reason;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers for people: the sentence first, what decided it, each node, what happened lately. */
final class ExplanationView {
  private static final int LABEL = 6;

  private final Explanation explanation;
  private final ZoneId zone;
  private final boolean everything;

  /**
   * A view.
   *
   * @param everything also each score
   */
  ExplanationView(Explanation explanation, ZoneId zone, boolean everything) {
    this.explanation = explanation;
    this.zone = zone;
    this.everything = everything;
  }

  void onto(Page page) {
    explanation.answers().forEach(answer -> answer(page, answer));
    if (everything) {
      explanation.decisions().forEach(decision -> scores(page, decision));
    }
    if (!explanation.lately().isEmpty()) {
      page.heading("Lately");
      explanation
          .lately()
          .forEach(event ->
              page.add(
                  Line.of(Tone.FAINT, "  " + Times.moment(event.at(), zone) + "  "),
                  Line.of(" ".repeat(6)),
                  Line.of(event.text())));
    }
    if (explanation.revision() > 0) {
      String made =
          "decided "
              + Times.moment(explanation.at(), zone)
              + " with revision "
              + explanation.revision();
      page.gap().add(Line.of(Tone.FAINT, made));
    }
  }

  private static void answer(Page page, Answer answer) {
    page.gap().add("", "  ", Line.of(Tone.STRONG, answer.headline()).plus(mark(answer.mood())));
    answer.causes().forEach(cause -> cause(page, "  ", Line.EMPTY, cause));
    places(page, answer);
  }

  private static Line mark(Mood mood) {
    return switch (mood) {
      case FINE -> Line.of(Tone.GOOD, " ✔");
      case WAITING -> Line.of(Tone.WARNING, " …");
      case WRONG -> Line.of(Tone.BAD, " ✖");
    };
  }

  /** One reason, and beneath it what would change it. */
  private static void cause(Page page, String indent, Line first, Cause cause) {
    Line start = Line.of(indent).plus(first);
    String rest = " ".repeat(start.width());
    Line text = Line.of(cause.text());
    String where = cause.position().line() == 0 ? "" : cause.position().toString();
    page.add(
        start,
        Line.of(rest),
        where.isEmpty() ? text : text.plus(Tone.FAINT, "  " + where.replace(' ', '_')));
    for (Remedy remedy : cause.remedies()) {
      remedy(page, rest + "  ", remedy);
    }
  }

  private static void remedy(Page page, String indent, Remedy remedy) {
    String label =
        switch (remedy.kind()) {
          case COMMAND, ACT -> "do:";
          case EDIT -> "edit:";
          case WAIT -> "wait:";
        };
    Tone tone = remedy.kind() == Remedy.Kind.COMMAND ? Tone.COMMAND : Tone.PLAIN;
    Line text = Line.of(tone, remedy.text());
    boolean elsewhere =
        !remedy.position().equals(SourcePosition.NONE) && remedy.kind() == Remedy.Kind.EDIT;
    Line start = Line.of(Tone.FAINT, indent + label + " ".repeat(LABEL - label.length()));
    page.add(
        start,
        Line.of(" ".repeat(start.width())),
        elsewhere ? Line.of(remedy.position() + ": ").plus(text) : text);
  }

  // ---- places --------------------------------------------------------------------------------

  /** Nodes of which the same is said. */
  private record Same(Verdict verdict, List<Cause> causes) {}

  private static void places(Page page, Answer answer) {
    Map<Same, List<String>> same = new LinkedHashMap<>();
    for (Place place : answer.places()) {
      same.computeIfAbsent(new Same(place.verdict(), place.causes()), k -> new ArrayList<>())
          .add(place.name());
    }
    List<String> names = same.values().stream().map(all -> String.join(", ", all)).toList();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    if (!names.isEmpty()) {
      page.gap();
    }
    int next = 0;
    for (Same said : same.keySet()) {
      place(page, said, names.get(next++), Math.min(width, 24));
    }
  }

  private static void place(Page page, Same said, String name, int width) {
    Line mark =
        switch (said.verdict()) {
          case HERE -> Line.of(Tone.GOOD, "● ");
          case NEXT -> Line.of(Tone.WARNING, "→ ");
          case POSSIBLE -> Line.of(Tone.FAINT, "○ ");
          case NO -> Line.of(Tone.BAD, "✖ ");
        };
    String padded = name + " ".repeat(Math.max(0, width - name.length()) + 2);
    Line first = mark.plus(Tone.STRONG, padded).plus(Tone.FAINT, word(said.verdict()));
    if (said.causes().isEmpty()) {
      page.add(Line.of("  ").plus(first));
      return;
    }
    Line start = first;
    for (Cause cause : said.causes()) {
      cause(page, "  ", start, cause);
      start = Line.of(" ".repeat(first.width()));
    }
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case HERE -> "here  ";
      case NEXT -> "next  ";
      case POSSIBLE -> "could ";
      case NO -> "no    ";
    };
  }

  // ---- scores --------------------------------------------------------------------------------

  private static void scores(Page page, Decision decision) {
    page.heading("Scores of " + decision.resource());
    Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    for (NodeVerdict verdict : decision.nodes()) {
      table.row(
          Line.of(Tone.STRONG, verdict.node().value()),
          Line.of(tone(verdict.score()), signed(verdict.score())));
      for (Reason reason : verdict.contributions()) {
        String where = reason.position().line() == 0 ? "" : "  " + reason.position();
        table.row(
            Line.EMPTY,
            reason.score().map(s -> Line.of(tone(s), signed(s))).orElse(Line.EMPTY),
            Line.of(Tone.FAINT, reason.rule()),
            Line.of(reason.text()).plus(Tone.FAINT, where));
      }
    }
    table.onto(page, 2);
  }

  private static String signed(Score score) {
    return score.value() > 0 ? "+" + score : score.toString();
  }

  private static Tone tone(Score score) {
    return score.value() < 0 ? Tone.BAD : Tone.GOOD;
  }
}
