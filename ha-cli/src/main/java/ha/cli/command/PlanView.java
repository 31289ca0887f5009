package ha.cli.command;

import ha.api.PlanSummary;
import ha.api.PlanSummary.Downtime;
import ha.api.PlanSummary.Step;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;

/** What a change would cause. */
final class PlanView {
  private PlanView() {}

  static void onto(Page page, PlanSummary plan) {
    if (plan.steps().isEmpty()) {
      page.gap().add(Line.of(Tone.FAINT, "Nothing is started, stopped or moved."));
    } else {
      page.heading("What will be done");
      Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
      for (Step step : plan.steps()) {
        table.row(
            Line.of(step.action()),
            Line.of(Tone.STRONG, step.subject()).plus(way(step)),
            Line.of(Tone.FAINT, step.reason()));
      }
      table.onto(page, 2);
    }
    if (!plan.downtime().isEmpty()) {
      page.heading("Not available meanwhile");
      Table table = new Table(Integer.MAX_VALUE, Integer.MAX_VALUE);
      for (Downtime downtime : plan.downtime()) {
        table.row(
            Line.of(downtime.resource().value()),
            Line.of("for about " + Times.precise(downtime.estimate())));
      }
      table.onto(page, 2);
    }
    if (!plan.risks().isEmpty()) {
      page.heading("Risks");
      plan.risks()
          .forEach(risk ->
              page.add(Line.of("  ").plus(Tone.WARNING, "▲ "), Line.of("    "), Line.of(risk)));
    }
  }

  private static String way(Step step) {
    String from = step.from().map(NodeName::value).orElse("");
    String to = step.to().map(NodeName::value).orElse("");
    if (from.isEmpty() && to.isEmpty()) {
      return "";
    }
    return from.isEmpty() || to.isEmpty() ? " on " + from + to : " " + from + " → " + to;
  }
}
