package ha.cli.simulate;

import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import ha.model.plan.PlannedAction;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A situation for people: problems, what changes and why, the steps in order, how it ends. */
final class SituationView {
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final Situation.Decided situation;
  private final boolean everything;

  /**
   * A view.
   *
   * @param everything also each probe and recurring monitor by itself
   */
  SituationView(Situation.Decided situation, boolean everything) {
    this.situation = situation;
    this.everything = everything;
  }

  void onto(Page page) {
    head(page);
    problems(page);
    List<Decision> changes =
        situation.plan().decisions().stream().filter(SituationView::changes).toList();
    PlanGraph graph = PlanGraph.of(situation.plan());
    circles(page, graph);
    List<Step> steps = Step.of(graph, everything);
    if (steps.isEmpty() && changes.isEmpty()) {
      page.gap().add(Line.of(Tone.FAINT, "Nothing would be done."));
    }
    changes(page, changes);
    steps(page, steps);
    afterwards(page);
  }

  private void head(Page page) {
    Map<Standing, List<String>> nodes = new TreeMap<>();
    for (NodeState node : situation.facts().snapshot().nodes().values()) {
      nodes.computeIfAbsent(node.standing(), s -> new ArrayList<>()).add(node.name().value());
    }
    situation.facts().definitions().nodes().keySet().stream()
        .filter(n -> !situation.facts().snapshot().nodes().containsKey(n))
        .forEach(
            n -> nodes.computeIfAbsent(Standing.UNSEEN, s -> new ArrayList<>()).add(n.value()));
    page.add(
        Line.of(Tone.STRONG, situation.name())
            .plus(Tone.FAINT, "  as of " + situation.facts().at()));
    Table table = new Table(ALWAYS, ALWAYS);
    nodes.forEach((standing, names) ->
        table.row(
            Line.of(tone(standing), standing.name().toLowerCase(Locale.ROOT)),
            Line.of(String.join(", ", names))));
    boolean quorate = situation.facts().snapshot().quorate();
    table.row(Line.of(quorate ? Tone.GOOD : Tone.BAD, quorate ? "quorum" : "no quorum"));
    table.onto(page, 2);
    situation.facts().notes().forEach(note -> page.add("  ", "    ", Line.of(Tone.FAINT, note)));
  }

  private static Tone tone(Standing standing) {
    return switch (standing) {
      case MEMBER -> Tone.GOOD;
      case LOST -> Tone.BAD;
      case JOINING, LEAVING, LEFT, FENCED, UNSEEN -> Tone.WARNING;
    };
  }

  private void problems(Page page) {
    if (situation.plan().problems().isEmpty()) {
      return;
    }
    page.heading("Problems");
    for (Problem problem : situation.plan().problems()) {
      boolean error = problem.severity() == Problem.Severity.ERROR;
      Line mark = error ? Line.of(Tone.BAD, "  ✖ ") : Line.of(Tone.WARNING, "  ▲ ");
      page.add(mark, Line.of("    "), Line.of(problem.text()));
      detail(page, "then: ", Line.of(problem.next()));
      detail(page, "do:   ", Line.of(Tone.COMMAND, problem.remedy()));
    }
  }

  private static void circles(Page page, PlanGraph graph) {
    for (PlannedAction action : graph.circles()) {
      String where = ActionWords.node(action).map(node -> " on " + node).orElse("");
      String text =
          "the plan waits in a circle at '"
              + ActionWords.what(action)
              + where
              + "': a bug of the engine";
      page.add(Line.of(Tone.BAD, "  ✖ "), Line.of("    "), Line.of(text));
    }
  }

  private static void detail(Page page, String label, Line text) {
    if (!text.isEmpty()) {
      page.add(Line.of(Tone.FAINT, "    " + label), Line.of(" ".repeat(10)), text);
    }
  }

  private static boolean changes(Decision decision) {
    return switch (decision.kind()) {
      case STAY, REMAIN_STOPPED -> false;
      case START, STOP, RESTART, RECOVER, MOVE, MIGRATE, PROMOTE, DEMOTE, RE_PROMOTE, RELOAD ->
          true;
    };
  }

  private static void changes(Page page, List<Decision> changes) {
    if (changes.isEmpty()) {
      return;
    }
    page.heading("What changes");
    Table table = new Table(ALWAYS, ALWAYS, ALWAYS);
    for (Decision change : changes) {
      Optional<Reason> reason = change.reasons().stream().findFirst();
      Line why = reason.map(SituationView::why).orElse(Line.EMPTY);
      Line what = Line.of(change.blocked() ? Tone.BAD : Tone.PLAIN, verb(change));
      table.row(Line.of(Tone.STRONG, change.resource().value()), what, why);
    }
    table.onto(page, 2);
  }

  private static Line why(Reason reason) {
    Line text = Line.of(reason.text());
    return reason.position().line() == 0 ? text : text.plus(Tone.FAINT, "  " + reason.position());
  }

  private static String verb(Decision change) {
    String from = change.from().map(NodeName::value).orElse("");
    String to = change.to().map(NodeName::value).orElse("");
    String here = to.isEmpty() ? from : to;
    String text =
        switch (change.kind()) {
          case STAY, REMAIN_STOPPED -> "";
          case START -> "starts on " + to;
          case STOP -> "stops" + (from.isEmpty() ? "" : " on " + from);
          case RESTART -> "restarts on " + here;
          case RECOVER ->
              from.isEmpty() || from.equals(here)
                  ? "recovers on " + here
                  : "recovers " + from + " → " + here;
          case MOVE -> "moves " + from + " → " + to;
          case MIGRATE -> "migrates live " + from + " → " + to;
          case PROMOTE -> "is promoted on " + here;
          case DEMOTE -> "is demoted on " + (from.isEmpty() ? to : from);
          case RE_PROMOTE -> "is promoted again on " + here;
          case RELOAD -> "reloads on " + here;
        };
    return change.blocked() ? text + " (blocked)" : text;
  }

  private void steps(Page page, List<Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    page.heading("Steps");
    Table table = new Table(ALWAYS, ALWAYS, ALWAYS, 2, 1);
    for (Step step : steps) {
      Tone tone = step.action() instanceof PlannedAction.Fence ? Tone.BAD : Tone.PLAIN;
      table.row(
          Line.of(Tone.FAINT, Integer.toString(step.number())),
          Line.of(step.node()),
          Line.of(tone, step.what()),
          Line.of(Tone.FAINT, step.after()),
          Line.of(Tone.FAINT, step.action().reason().text()));
    }
    table.onto(page, 2);
    int watched = Step.hidden(situation.plan(), everything);
    if (watched > 0) {
      page.add(
          Line.of(
              Tone.FAINT,
              "  and " + watched + " times watching begins or ends; -o wide shows each"));
    }
  }

  private void afterwards(Page page) {
    Map<ResourceId, List<String>> places = new LinkedHashMap<>();
    for (Placement placement : situation.plan().placement()) {
      List<String> where = places.computeIfAbsent(placement.base(), b -> new ArrayList<>());
      placement.node().ifPresent(node -> where.add(node + role(placement.role())));
    }
    if (places.isEmpty()) {
      return;
    }
    page.heading("Afterwards");
    Table table = new Table(ALWAYS, ALWAYS);
    places.forEach((resource, where) ->
        table.row(
            Line.of(Tone.STRONG, resource.value()),
            where.isEmpty()
                ? Line.of(Tone.WARNING, "stopped")
                : Line.of(String.join(", ", where))));
    table.onto(page, 2);
  }

  private static String role(Role role) {
    return switch (role) {
      case STOPPED, STARTED -> "";
      case UNPROMOTED -> " (unpromoted)";
      case PROMOTED -> " (promoted)";
    };
  }
}
