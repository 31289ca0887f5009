package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.Answer;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Mood;
import ha.model.plan.Answer.Place;
import ha.model.plan.Decision;
import ha.model.plan.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Answers about resources. */
final class ResourceAnswers {
  private static final int MOST_CAUSES = 3;

  private final Known known;
  private final Grounds grounds;
  private final Places places;
  private final Waits waits;

  ResourceAnswers(Known known) {
    Vetoes vetoes = new Vetoes(known);
    this.known = known;
    this.grounds = new Grounds(known, vetoes);
    this.places = new Places(known, vetoes);
    this.waits = new Waits(known);
  }

  /** One answer for each primitive, or for each instance where one is meant. */
  List<Answer> of(List<Decision> decisions) {
    Map<ResourceId, List<Decision>> alike = new LinkedHashMap<>();
    decisions.forEach(d -> alike.computeIfAbsent(d.base(), b -> new ArrayList<>()).add(d));
    List<Answer> answers = new ArrayList<>();
    alike.values().forEach(all -> answers.add(all.size() == 1 ? one(all.getFirst()) : copies(all)));
    return answers;
  }

  private Answer one(Decision d) {
    List<Cause> causes = causes(d);
    List<Place> nodes = places.of(d).stream().map(p -> saidOnce(p, causes)).toList();
    return new Answer(d.resource().value(), mood(d), headline(d, causes), causes, nodes);
  }

  /** Remedies that stand above are not repeated at the node. */
  private static Place saidOnce(Place place, List<Cause> causes) {
    List<Cause> shorter =
        place.causes().stream()
            .map(c ->
                causes.stream().anyMatch(said -> said.remedies().equals(c.remedies()))
                    ? new Cause(c.text(), c.position(), List.of())
                    : c)
            .toList();
    return new Place(place.name(), place.verdict(), shorter);
  }

  private List<Cause> causes(Decision d) {
    List<Cause> causes = new ArrayList<>();
    causes.addAll(grounds.of(d));
    if (!d.blocked()) {
      waits.of(d).ifPresent(causes::add);
    }
    return causes.stream().limit(MOST_CAUSES).toList();
  }

  private String headline(Decision d, List<Cause> causes) {
    String text = d.resource() + " " + state(d);
    boolean nowhere =
        (d.kind() == Decision.Kind.REMAIN_STOPPED || d.kind() == Decision.Kind.STOP)
            && causes.isEmpty();
    if (nowhere && isSpare(d)) {
      return text
          + (isShort(d)
              ? ": no node is left for it"
              : ": each node has as many copies as it may have");
    }
    return nowhere ? text + ": no node may run it" : text;
  }

  private String state(Decision d) {
    String from = d.from().map(NodeName::value).orElse("");
    String to = d.to().map(NodeName::value).orElse("");
    String here = to.isEmpty() ? from : to;
    boolean can = !d.blocked() || Places.isJoining(d);
    return switch (d.kind()) {
      case STAY -> stays(d, here);
      case REMAIN_STOPPED -> can ? "is stopped" : "is stopped, and nothing is done to it";
      case START -> about(can, "start", "on " + here);
      case STOP -> from.isEmpty() ? "is stopped" : about(can, "stop", "on " + from);
      case RESTART -> about(can, "restart", "on " + here);
      case RECOVER ->
          "failed"
              + (from.isEmpty() ? "" : " on " + from)
              + (can ? " and is about to start again on " : " and cannot start again on ")
              + here;
      case MOVE -> about(can, "move", "from " + from + " to " + to);
      case MIGRATE -> "is about to migrate live from " + from + " to " + to;
      case PROMOTE -> about(can, "be promoted", "on " + here);
      case DEMOTE -> about(can, "be demoted", "on " + from);
      case RE_PROMOTE -> "is about to be demoted and promoted again on " + here;
      case RELOAD -> "is about to take over changed parameters on " + here;
    };
  }

  private static String about(boolean can, String what, String where) {
    return can
        ? "is about to " + what + " " + where
        : "should " + what + " " + where + ", but cannot";
  }

  private String stays(Decision d, String here) {
    if (d.blocked()) {
      return "is blocked on " + here;
    }
    return (known.isPromoted(d) ? "is promoted on " : "runs on ") + here;
  }

  private static Mood mood(Decision d) {
    if (d.blocked()) {
      return Places.isJoining(d) ? Mood.WAITING : Mood.WRONG;
    }
    if (d.reasons().stream().anyMatch(r -> r.rule().equals("no-fence-device"))) {
      return Mood.WRONG;
    }
    boolean wanted =
        d.reasons().stream()
            .anyMatch(r -> r.rule().equals("target-role") || r.rule().equals("stop-all-resources"));
    return switch (d.kind()) {
      case STAY -> Mood.FINE;
      case REMAIN_STOPPED, STOP -> wanted || (isSpare(d) && !isShort(d)) ? Mood.FINE : Mood.WRONG;
      case START, RESTART, RECOVER, MOVE, MIGRATE, PROMOTE, DEMOTE, RE_PROMOTE, RELOAD ->
          Mood.WAITING;
    };
  }

  // ---- copies --------------------------------------------------------------------------------

  /** Instances that are alike: one answer for all. */
  private Answer copies(List<Decision> all) {
    ResourceId top = known.top(all.getFirst().base());
    TreeSet<String> nodes = new TreeSet<>();
    for (Decision d : all) {
      for (Placement p : known.plan.placement()) {
        if (p.resource().equals(d.resource())) {
          p.node().ifPresent(n -> nodes.add(n + (p.role() == Role.PROMOTED ? " (promoted)" : "")));
        }
      }
    }
    List<Decision> changing =
        all.stream().filter(d -> nodes.isEmpty() || d.blocked() || isChanging(d)).toList();
    String where = nodes.isEmpty() ? "no node" : String.join(", ", nodes);
    boolean blocked = all.stream().anyMatch(Decision::blocked);
    String name = all.getFirst().base() + (top.equals(all.getFirst().base()) ? "" : " of " + top);
    String headline =
        changing.stream().noneMatch(ResourceAnswers::isChanging)
            ? name + " runs on " + where
            : name + " is to run on " + where;
    List<Cause> causes =
        changing.stream().flatMap(d -> causes(d).stream()).distinct().limit(MOST_CAUSES).toList();
    Mood mood =
        blocked || nodes.isEmpty() ? Mood.WRONG : changing.isEmpty() ? Mood.FINE : Mood.WAITING;
    return new Answer(top.value(), mood, headline, causes, places.of(all));
  }

  private static boolean isChanging(Decision d) {
    return d.kind() != Decision.Kind.STAY && d.kind() != Decision.Kind.REMAIN_STOPPED;
  }

  /** A copy for which no node is left, which is no fault. */
  private static boolean isSpare(Decision d) {
    return d.kind() == Decision.Kind.REMAIN_STOPPED
        && d.nodes().stream()
            .allMatch(v -> v.contributions().stream().anyMatch(c -> c.rule().startsWith("clone")));
  }

  /** Some node cannot be used, so that there are fewer copies than there might be. */
  private static boolean isShort(Decision d) {
    return d.nodes().stream()
        .flatMap(v -> v.contributions().stream())
        .anyMatch(c -> c.rule().equals("node"));
  }

  /** The answer with one node only. */
  static Answer only(Answer answer, NodeName node) {
    return new Answer(
        answer.subject(),
        answer.mood(),
        answer.headline(),
        answer.causes(),
        answer.places().stream().filter(p -> p.name().equals(node.value())).toList());
  }

  /** The place of the node for each primitive; empty where nothing is worth telling. */
  Optional<Place> on(NodeName node, List<Decision> alike) {
    List<Place> all = alike.size() == 1 ? places.of(alike.getFirst()) : places.of(alike);
    return all.stream().filter(p -> p.name().equals(node.value())).findFirst();
  }
}
