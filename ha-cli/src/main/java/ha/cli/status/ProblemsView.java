package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.QuorumStatus;
import ha.api.ClusterStatus.Waiting;
import ha.api.StatusProblem;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.plan.Problem.Severity;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong: each with what happens next by itself, when, and what helps. */
public final class ProblemsView {
  private static final Line INDENT = Line.of("    ");

  private final ClusterStatus status;
  private final Supplier<ZoneId> zone;

  /** Shows the problems of {@code status}. */
  public ProblemsView(ClusterStatus status, Supplier<ZoneId> zone) {
    this.status = status;
    this.zone = zone;
  }

  /** Puts them on {@code page}; nothing if there are none. */
  public void onto(Page page) {
    QuorumStatus quorum = status.quorum();
    if (status.problems().isEmpty() && quorum.held()) {
      return;
    }
    page.heading("Problems");
    if (!quorum.held()) {
      noQuorum(page, quorum);
    }
    status.problems().forEach(problem -> show(page, problem));
  }

  private void noQuorum(Page page, QuorumStatus quorum) {
    title(page, Severity.ERROR, Line.of("no quorum: " + quorum.reason()));
    quorum.waiting().ifPresent(waiting -> waiting(page, waiting));
  }

  /** Puts what is missing for quorum on {@code page}. */
  public void waiting(Page page, Waiting waiting) {
    String names = String.join(", ", waiting.nodes().stream().map(NodeName::value).toList());
    String age = Times.rough(Duration.between(waiting.since(), status.at()));
    detail(page, "waits", Line.of("for " + names + ", since " + age));
    detail(page, "", Line.of(waiting.text()));
    detail(page, "do", Line.of(Tone.COMMAND, waiting.wayOut()));
  }

  private void show(Page page, StatusProblem problem) {
    Line text = Line.of(problem.text());
    if (problem.since().isPresent()) {
      String age = Times.ago(problem.since().orElseThrow(), status.at());
      text = text.plus(Tone.FAINT, " (" + age + ")");
    }
    title(page, problem.severity(), text);
    if (!problem.next().isEmpty()) {
      Line next = Line.of(problem.next());
      if (problem.nextAt().isPresent()) {
        String when = Times.ahead(problem.nextAt().orElseThrow(), status.at(), zone.get());
        next = next.plus(Tone.FAINT, " · ").plus(Tone.STRONG, when);
      }
      detail(page, "next", next);
    } else if (problem.severity() == Severity.ERROR) {
      detail(page, "next", Line.of("nothing by itself; it waits for you"));
    }
    detail(page, "do", Line.of(Tone.COMMAND, problem.remedy()));
  }

  private static void title(Page page, Severity severity, Line text) {
    Line mark =
        switch (severity) {
          case ERROR -> Line.of("  ").plus(Tone.BAD, "✖ ");
          case WARNING -> Line.of("  ").plus(Tone.WARNING, "▲ ");
        };
    page.add(mark, INDENT, text);
  }

  private static void detail(Page page, String label, Line text) {
    if (!text.isEmpty()) {
      String padded = label + " ".repeat(7 - label.length());
      page.add(INDENT.plus(Tone.FAINT, padded), INDENT.plus(" ".repeat(padded.length())), text);
    }
  }

  /** The same list for another page, for example after an order. */
  public static void list(
      Page page, List<StatusProblem> problems, ClusterStatus status, Supplier<ZoneId> zone) {
    ProblemsView view = new ProblemsView(status, zone);
    problems.forEach(problem -> view.show(page, problem));
  }
}
