package ha.daemon.desk;

import ha.api.ApiError.Kind;
import ha.api.Explanation;
import ha.api.Explanation.Event;
import ha.api.ProgressPage;
import ha.api.ProgressPage.ProgressEvent;
import ha.api.Queries;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.Forecast;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.ledger.HistoryEvent;
import ha.model.ledger.Revision;
import ha.model.plan.Answer;
import ha.model.plan.Decision;
import ha.policy.why.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers why something is as it is, from the plan in force and the record. */
final class ExplainDesk {
  private static final int LATELY = 5;
  private static final Pattern OVERRIDE = Pattern.compile("override [a-z-]+/(\\S+) ");

  private final Situation situation;
  private final Definitions definitions;
  private final LeaderView leading;

  ExplainDesk(Situation situation, Definitions definitions, LeaderView leading) {
    this.situation = situation;
    this.definitions = definitions;
    this.leading = leading;
  }

  ApiReply answer(Queries.OfResource query, ProgressFeed feed) {
    Forecast.Inputs inputs =
        Forecast.inputs(definitions, situation.record(), leading, situation.at());
    Why why =
        new Why(inputs.definitions(), inputs.snapshot(), situation.at(), leading.plan(), orders());
    String name = query.resource().value();
    List<Answer> answers = why.about(name, query.on());
    if (answers.isEmpty()) {
      return nothing(name);
    }
    List<Decision> decisions =
        why.decisions(name).stream()
            .map(d -> query.on().map(node -> only(d, node)).orElse(d))
            .toList();
    long revision = situation.record().revision().map(Revision::number).orElse(0L);
    return ApiReply.ok(
        new Explanation(
            name, situation.at(), revision, answers, decisions, lately(name, decisions, feed)));
  }

  /** {@code decision} with the verdict on one node only. */
  private static Decision only(Decision decision, NodeName node) {
    return new Decision(
        decision.resource(),
        decision.base(),
        decision.kind(),
        decision.from(),
        decision.to(),
        decision.activeOn(),
        decision.blocked(),
        decision.reasons(),
        decision.nodes().stream().filter(v -> v.node().equals(node)).toList());
  }

  private ApiReply nothing(String name) {
    if (!leading.waitingFor().isEmpty()) {
      return ApiReply.failed(
          Kind.NOT_FOUND,
          "nothing is decided yet: the cluster has just begun and waits for "
              + leading.waitingFor(),
          "hactl status -w");
    }
    return ApiReply.failed(
        Kind.NOT_FOUND, "nothing was decided about '" + name + "'", "hactl status");
  }

  /** Who ordered what is in force, and why. */
  private Map<String, String> orders() {
    Map<String, String> orders = new TreeMap<>();
    situation
        .record()
        .overrides()
        .forEach(fact ->
            orders.put(
                fact.override().key(),
                fact.author() + (fact.reason().isEmpty() ? "" : ": " + fact.reason())));
    return orders;
  }

  // ---- lately --------------------------------------------------------------------------------

  /** What the record and the leader's memory of operations say of it. */
  private List<Event> lately(String name, List<Decision> decisions, ProgressFeed feed) {
    Set<String> names = new TreeSet<>(Set.of(name));
    decisions.forEach(d -> names.add(d.base().value()));
    List<Event> events = new ArrayList<>();
    for (HistoryEvent event : situation.record().history()) {
      if (concerns(event, names)) {
        String by = event.author().equals("cluster") ? "" : "  by " + event.author();
        events.add(new Event(event.at(), event.text() + by));
      }
    }
    for (ProgressEvent event : feed.all()) {
      boolean ended =
          event.kind() == ProgressPage.Kind.DONE || event.kind() == ProgressPage.Kind.FAILED;
      if (ended && event.resource().map(r -> isOneOf(r, names)).orElse(false)) {
        String detail = event.detail().isEmpty() ? "" : " (" + event.detail() + ")";
        events.add(new Event(event.at(), event.text() + detail));
      }
    }
    events.sort(Comparator.comparing(Event::at));
    return events.subList(Math.max(0, events.size() - LATELY), events.size());
  }

  private static boolean concerns(HistoryEvent event, Set<String> names) {
    return event.resource().map(r -> isOneOf(r, names)).orElse(false)
        || event.node().map(n -> names.contains(n.value())).orElse(false)
        || overridden(event.text()).map(names::contains).orElse(false);
  }

  /** Of {@code override standby/bob set: new disk} that it is about bob. */
  private static Optional<String> overridden(String text) {
    Matcher order = OVERRIDE.matcher(text);
    return order.lookingAt() ? Optional.of(order.group(1)) : Optional.empty();
  }

  private static boolean isOneOf(ResourceId resource, Set<String> names) {
    return names.contains(resource.value()) || names.contains(resource.base());
  }

  /** Whether there is a plan to explain. */
  static Optional<ExplainDesk> of(Situation s) {
    return s.leading().isPresent() && s.definitions().isPresent()
        ? Optional.of(new ExplainDesk(s, s.definitions().get(), s.leading().get()))
        : Optional.empty();
  }
}
