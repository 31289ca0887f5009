package ha.policy.why;

import ha.model.NodeName;
import ha.model.Score;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Place;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Answer.Verdict;
import ha.model.plan.Decision;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How each node stands to a resource. */
final class Places {
  private static final Set<String> LEFT_ALONE =
      Set.of("maintenance", "unmanaged", "no-fence-device");

  private static final Comparator<Place> BEST_FIRST = Comparator.comparing(Place::verdict);

  private final Known known;
  private final Vetoes vetoes;

  Places(Known known, Vetoes vetoes) {
    this.known = known;
    this.vetoes = vetoes;
  }

  /** All nodes, where it is first. */
  List<Place> of(Decision decision) {
    return decision.nodes().stream().map(v -> place(decision, v)).sorted(BEST_FIRST).toList();
  }

  /** All nodes, for instances that are alike; what is said of a node is that of the luckiest. */
  List<Place> of(List<Decision> decisions) {
    List<Place> places = new ArrayList<>();
    for (NodeVerdict verdict : decisions.getLast().nodes()) {
      decisions.stream()
          .flatMap(d -> of(d).stream())
          .filter(p -> p.name().equals(verdict.node().value()))
          .min(BEST_FIRST)
          .ifPresent(places::add);
    }
    return places.stream().sorted(BEST_FIRST).toList();
  }

  private Place place(Decision d, NodeVerdict verdict) {
    NodeName node = verdict.node();
    List<Cause> against = vetoes.against(d, node);
    if (d.blocked() && !isJoining(d)) {
      return whileBlocked(d, node, against);
    }
    if (d.activeOn().contains(node)) {
      boolean leaves = d.to().filter(node::equals).isEmpty() && isLeaving(d);
      return new Place(
          node.value(), Verdict.HERE, leaves || !against.isEmpty() ? against : stays(d, verdict));
    }
    if (d.to().filter(node::equals).isPresent()) {
      return new Place(node.value(), Verdict.NEXT, inFavour(d, verdict));
    }
    if (!against.isEmpty()) {
      return new Place(node.value(), Verdict.NO, against);
    }
    boolean wantedDown = verdict.score().isMinusInfinite();
    if (!wantedDown && verdict.score().compareTo(Score.ZERO) < 0) {
      return new Place(node.value(), Verdict.NO, unwanted(d, verdict));
    }
    return new Place(
        node.value(),
        Verdict.POSSIBLE,
        wantedDown || isLeftAlone(d) ? List.of() : beaten(d, verdict));
  }

  /** It goes on by itself. */
  static boolean isJoining(Decision d) {
    return d.reasons().stream().findFirst().map(r -> r.rule().equals("joining")).orElse(false);
  }

  /** Where nothing can be done, who would be better does not matter. */
  private static Place whileBlocked(Decision d, NodeName node, List<Cause> against) {
    if (d.activeOn().contains(node)) {
      return new Place(node.value(), Verdict.HERE, List.of());
    }
    if (!against.isEmpty()) {
      return new Place(node.value(), Verdict.NO, against);
    }
    if (d.activeOn().isEmpty()) {
      return new Place(node.value(), Verdict.POSSIBLE, List.of());
    }
    String where = String.join(" and ", d.activeOn().stream().map(NodeName::value).toList());
    return new Place(
        node.value(),
        Verdict.NO,
        List.of(
            new Cause("not while it may still run on " + where, SourcePosition.NONE, List.of())));
  }

  /** What keeps it there; of what can be promoted, first whether it is. */
  private List<Cause> stays(Decision d, NodeVerdict verdict) {
    List<Cause> causes = new ArrayList<>();
    if (known.isPromotable(d.base())) {
      causes.add(promotion(d, verdict.node()));
    }
    causes.addAll(inFavour(d, verdict));
    return causes;
  }

  private Cause promotion(Decision d, NodeName node) {
    if (known.isPromoted(d)) {
      return new Cause("promoted", SourcePosition.NONE, List.of());
    }
    Optional<Reason> reason = d.reasons().stream().findFirst();
    if (reason.filter(r -> r.text().contains("no promotion score")).isPresent()) {
      return new Cause(
          "not promoted: its agent says nothing there that would allow it (no promotion score)",
          SourcePosition.NONE,
          List.of(
              Remedy.act("see on " + node + " what the agent misses: hactl history " + d.base())));
    }
    return new Cause(
        "not promoted" + reason.map(r -> ": " + r.text()).orElse(""),
        reason.map(Reason::position).orElse(SourcePosition.NONE),
        List.of());
  }

  /** Nothing is started, stopped or watched. */
  private static boolean isLeftAlone(Decision d) {
    return d.reasons().stream().anyMatch(r -> LEFT_ALONE.contains(r.rule()));
  }

  private static boolean isLeaving(Decision d) {
    return switch (d.kind()) {
      case STOP, MOVE, MIGRATE, RECOVER -> true;
      case STAY, REMAIN_STOPPED, START, RESTART, PROMOTE, DEMOTE, RE_PROMOTE, RELOAD -> false;
    };
  }

  /** What speaks for the node. */
  private List<Cause> inFavour(Decision d, NodeVerdict verdict) {
    return verdict.contributions().stream()
        .filter(c -> c.score().map(s -> s.compareTo(Score.ZERO) > 0).orElse(false))
        .map(c -> pro(d, c, verdict.node()))
        .distinct()
        .limit(3)
        .toList();
  }

  private Cause pro(Decision d, Reason reason, NodeName node) {
    if (reason.rule().equals("stickiness")) {
      String score = reason.score().map(Score::toString).orElse("");
      return new Cause(
          "it is there already: stickiness " + score,
          known
              .option(d.base(), OptionNames.Resource.STICKINESS)
              .map(Known.Option::position)
              .orElse(SourcePosition.NONE),
          List.of());
    }
    if (reason.rule().equals("promotion")) {
      String score = reason.score().map(Score::toString).orElse("");
      return new Cause(
          "its agent rates it there: promotion score " + score, SourcePosition.NONE, List.of());
    }
    Cause cause = vetoes.cause(reason, d.base(), node);
    return new Cause(cause.text(), cause.position(), List.of());
  }

  private List<Cause> unwanted(Decision d, NodeVerdict verdict) {
    List<Cause> causes = new ArrayList<>();
    causes.add(
        new Cause(
            "all in all it is not wanted there (" + verdict.score() + ")",
            SourcePosition.NONE,
            List.of()));
    verdict.contributions().stream()
        .filter(c -> c.score().map(s -> s.compareTo(Score.ZERO) < 0).orElse(false))
        .map(c -> vetoes.cause(c, d.base(), verdict.node()))
        .forEach(causes::add);
    return causes;
  }

  /** Why another node was chosen. */
  private List<Cause> beaten(Decision d, NodeVerdict verdict) {
    Optional<NodeName> chosen =
        d.to().or(() -> d.kind() == Decision.Kind.STAY ? d.from() : Optional.empty());
    Optional<NodeVerdict> winner =
        d.nodes().stream().filter(v -> chosen.equals(Optional.of(v.node()))).findFirst();
    if (winner.isEmpty()) {
      return List.of();
    }
    String top = known.top(d.base()).value();
    List<Remedy> remedies = new ArrayList<>();
    if (!d.activeOn().isEmpty()) {
      remedies.add(Remedy.command("hactl migrate " + top + " --to " + verdict.node()));
    }
    Score here = verdict.score();
    Score there = winner.get().score();
    boolean same = here.equals(there);
    String text =
        same
            ? "as good as " + chosen.get() + ", which was chosen"
            : chosen.get()
                + " counts more: "
                + there
                + detail(d, winner.get())
                + " against "
                + here
                + detail(d, verdict);
    remedies.add(
        Remedy.edit(
            known.position(d.base()),
            there.isInfinite()
                ? "take the preference for " + chosen.get() + " out of " + top
                : "for good: prefers: {"
                    + verdict.node()
                    + ": "
                    + needed(verdict, there)
                    + "} at "
                    + top));
    return List.of(new Cause(text, SourcePosition.NONE, remedies));
  }

  /** What 'prefers' has to be for the node to win. */
  private static int needed(NodeVerdict verdict, Score there) {
    int own =
        verdict.contributions().stream()
            .filter(c -> c.rule().equals("location"))
            .filter(c ->
                c.definition().map(id -> id.endsWith("-prefers-" + verdict.node())).orElse(false))
            .mapToInt(c -> c.score().map(Score::value).orElse(0))
            .sum();
    return there.value() - verdict.score().value() + own + 1;
  }

  private String detail(Decision d, NodeVerdict verdict) {
    List<String> parts =
        verdict.contributions().stream()
            .filter(c -> c.score().isPresent() && !c.score().get().equals(Score.ZERO))
            .map(c -> word(d, c))
            .distinct()
            .limit(3)
            .toList();
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private String word(Decision d, Reason c) {
    String score = c.score().map(Score::toString).orElse("");
    String id = c.definition().orElse("");
    String top = known.top(d.base()).value();
    String name =
        id.startsWith(top + "-prefers-")
            ? "prefers"
            : id.startsWith(top + "-avoids-") ? "avoids" : id.isEmpty() ? c.rule() : id;
    return name + " " + score;
  }
}
