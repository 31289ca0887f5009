package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Mood;
import ha.model.plan.Answer.Place;
import ha.model.plan.Answer.Verdict;
import ha.model.plan.Decision;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers about nodes. */
final class NodeAnswers {
  private final Known known;
  private final NodeStates states;
  private final ResourceAnswers resources;

  NodeAnswers(Known known, ResourceAnswers resources) {
    this.known = known;
    this.states = new NodeStates(known);
    this.resources = resources;
  }

  /** How the node is, why, and what of the resources. */
  Answer of(NodeName node) {
    Optional<String> obstacle = obstacle(node);
    List<Cause> causes = obstacle.map(text -> states.cause(node, text)).stream().toList();
    return new Answer(
        node.value(),
        mood(node, obstacle.isPresent()),
        node + " " + headline(node, obstacle),
        causes,
        places(node, obstacle.isPresent()));
  }

  /** What the engine said of the node as such; the same at every resource. */
  private Optional<String> obstacle(NodeName node) {
    Optional<String> recorded =
        known.plan.decisions().stream()
            .flatMap(d -> d.nodes().stream())
            .filter(v -> v.node().equals(node))
            .flatMap(v -> v.contributions().stream())
            .filter(c -> c.rule().equals("node"))
            .map(c -> c.text())
            .findFirst();
    return recorded
        .or(() -> known.fence(node).map(f -> f.reason().text()))
        .or(() ->
            known.standing(node) == Standing.MEMBER
                ? Optional.empty()
                : Optional.of("node " + node + " is not a member"));
  }

  private String headline(NodeName node, Optional<String> obstacle) {
    if (known.fence(node).isPresent()) {
      return "is about to be fenced";
    }
    boolean unsure = obstacle.filter(text -> text.contains("must be fenced")).isPresent();
    return switch (known.standing(node)) {
      case MEMBER ->
          unsure
              ? "must be fenced, and cannot be"
              : obstacle.isPresent() ? "takes part, but takes no resources" : "takes part";
      case JOINING -> "is joining";
      case LEAVING -> "is leaving";
      case LEFT -> "has left";
      case LOST -> "is lost, and nobody knows yet whether it is off";
      case FENCED -> "is off";
      case UNSEEN -> "was never seen";
    };
  }

  private Mood mood(NodeName node, boolean obstacle) {
    boolean works = known.fence(node).isPresent() || known.standing(node) == Standing.JOINING;
    return works ? Mood.WAITING : obstacle ? Mood.WRONG : Mood.FINE;
  }

  private List<Place> places(NodeName node, boolean unavailable) {
    Map<ResourceId, List<Decision>> alike = new LinkedHashMap<>();
    known
        .plan
        .decisions()
        .forEach(d -> alike.computeIfAbsent(d.base(), b -> new ArrayList<>()).add(d));
    List<Place> places = new ArrayList<>();
    alike.forEach((base, all) ->
        resources
            .on(node, all)
            .flatMap(p -> shown(base, all, p, node, unavailable))
            .ifPresent(places::add));
    return places.stream().sorted(Comparator.comparing(Place::verdict)).toList();
  }

  private Optional<Place> shown(
      ResourceId base, List<Decision> all, Place place, NodeName node, boolean unavailable) {
    return switch (place.verdict()) {
      case HERE -> Optional.of(new Place(base.value(), Verdict.HERE, next(all, node)));
      case NEXT -> Optional.of(new Place(base.value(), Verdict.NEXT, List.of()));
      case NO ->
          unavailable
              ? Optional.empty()
              : Optional.of(new Place(base.value(), Verdict.NO, place.causes()));
      case POSSIBLE -> Optional.empty();
    };
  }

  /** What becomes of what is there. */
  private List<Cause> next(List<Decision> all, NodeName node) {
    return all.stream()
        .filter(d -> d.activeOn().contains(node))
        .filter(d -> d.kind() != Decision.Kind.STAY || d.blocked())
        .map(d -> resources.of(List.of(d)).getFirst())
        .map(a -> new Cause(a.headline(), SourcePosition.NONE, List.of()))
        .toList();
  }
}
