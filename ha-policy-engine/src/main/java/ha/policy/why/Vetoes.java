package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Rule;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Decision;
import ha.model.plan.Reason;
import ha.policy.colocation.Saying;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps a resource from a node, or speaks against it, one reason at a time. */
final class Vetoes {
  /** Rules that forbid a node without saying a score. */
  private static final Set<String> UNSCORED =
      Set.of("asymmetric", "failed-stop", "fatal-error", "hard-error", "on-fail");

  /** Rules that follow from where others are. */
  private static final Set<String> FOLLOWING = Set.of("colocation", "group");

  /** How the engine ends a reason that is a dependent's, handed on. */
  private final Known known;

  private final NodeStates nodes;
  private final Failures failures;
  private final Partners partners;
  private final Rooms rooms;

  Vetoes(Known known) {
    this.known = known;
    this.nodes = new NodeStates(known);
    this.failures = new Failures(known);
    this.partners = new Partners(known);
    this.rooms = new Rooms(known);
  }

  /** The reason in words without the node's name, with what would change it. */
  Cause cause(Reason reason, ResourceId resource, NodeName node) {
    return switch (reason.rule()) {
      case "node" -> nodes.cause(node, reason.text());
      case "clone" ->
          reason.text().startsWith("node " + node + " ")
              ? nodes.cause(node, reason.text())
              : plain(reason, reason.text());
      case "location" -> location(reason, resource, node);
      case "colocation" -> colocation(reason, resource, node);
      case "group" -> group(reason, resource, node);
      case "utilization" -> rooms.cause(reason, resource, node);
      case "failures" -> failures.tooMany(reason, resource, node);
      case "failed-stop" -> failedStop(resource, node);
      case "hard-error", "fatal-error", "on-fail" -> agentSays(reason, resource, node);
      case "ticket" -> ticket(reason);
      case "asymmetric" -> asymmetric(resource, node);
      case "health" ->
          plain(
              reason,
              "its health is bad",
              Remedy.act("see what " + node + " lacks: hactl history " + node));
      case "discovery" ->
          plain(
              reason,
              reason.text(),
              Remedy.act("see discovery at the constraints of the resource"));
      default -> plain(reason, reason.text());
    };
  }

  private static Cause plain(Reason reason, String text, Remedy... remedies) {
    return new Cause(text, reason.position(), List.of(remedies));
  }

  // ---- location ------------------------------------------------------------------------------

  private Cause location(Reason reason, ResourceId resource, NodeName node) {
    int score = reason.score().map(s -> s.value()).orElse(0);
    boolean never = reason.score().map(s -> s.isMinusInfinite()).orElse(false);
    String id = reason.definition().orElse("");
    Constraint found = known.constraint(reason.definition()).orElse(null);
    if (id.startsWith("move/")) {
      return plain(
          reason,
          "it is being moved" + known.ordered(id),
          Remedy.wait("the order ends when the resource has arrived"));
    }
    if (id.startsWith("replica-behind/")) {
      return plain(
          reason,
          "its replica there lacks data that another one has",
          Remedy.wait("this ends when the replica has caught up: hactl drbd status"));
    }
    if (!(found instanceof Constraint.Location location)) {
      return plain(reason, reason.text());
    }
    String word =
        never
            ? "it must not run there"
            : score < 0
                ? "it avoids the node (" + score + ")"
                : "it prefers the node (" + reason.score().map(Object::toString).orElse("") + ")";
    return switch (location.preference()) {
      case Preference.OfNode ignored -> ofNode(reason, resource, node, word, score);
      case Preference.ByRule rules -> byRule(reason, location, rules, node, word);
    };
  }

  private Cause ofNode(Reason reason, ResourceId resource, NodeName node, String word, int score) {
    String id = reason.definition().orElse("");
    String top = known.top(resource).value();
    boolean wish = id.equals(top + "-avoids-" + node) || id.equals(top + "-prefers-" + node);
    String name = wish ? (score < 0 ? "avoids" : "prefers") : "location " + id;
    Remedy edit =
        Remedy.edit(
            reason.position(),
            wish
                ? "take " + node + " out of '" + name + "' of " + top
                : "take the constraint " + id + " out, or give it a smaller score");
    String written =
        never(score)
            ? "never"
            : score >= Score.INFINITY.value() ? "always" : Integer.toString(Math.abs(score));
    return plain(
        reason, word + ": " + name + (wish ? ": {" + node + ": " + written + "}" : ""), edit);
  }

  private static boolean never(int score) {
    return score <= Score.MINUS_INFINITY.value();
  }

  private Cause byRule(
      Reason reason,
      Constraint.Location location,
      Preference.ByRule rules,
      NodeName node,
      String word) {
    for (Preference.ScoredRule scored : rules.rules()) {
      RuleWords words = new RuleWords(scored.rule(), known.attributes(node), known.now);
      boolean mine = reason.score().equals(Optional.of(scored.score()));
      if (!words.holds() || !(mine || scored.scoreAttribute().isPresent())) {
        continue;
      }
      List<Remedy> remedies = new ArrayList<>();
      words
          .ends()
          .ifPresent(at -> remedies.add(Remedy.wait("the rule ends at " + RuleWords.moment(at))));
      words.attributes().forEach(a -> remedies.add(attribute(a, node)));
      remedies.add(Remedy.edit(location.position(), "change the rule of " + location.id()));
      String because = words.text();
      return plain(
          reason,
          word + (because.isEmpty() ? "" : " because " + because) + ": location " + location.id(),
          remedies.toArray(Remedy[]::new));
    }
    return plain(reason, reason.text());
  }

  private Remedy attribute(Rule.Expression.Attribute condition, NodeName node) {
    String name = condition.attribute();
    String change =
        condition.comparison() == Rule.Comparison.NOT_EQUAL && condition.value().isPresent()
            ? "set " + name + ": " + condition.value().get()
            : "change " + name;
    SourcePosition position = known.node(node).map(n -> n.position()).orElse(SourcePosition.NONE);
    return known.transientAttribute(node, name).isPresent()
        ? Remedy.act(
            "the attribute " + name + " is set by an agent on " + node + ": see to its cause")
        : Remedy.edit(position, change + " at the attributes of " + node);
  }

  // ---- colocation ----------------------------------------------------------------------------

  private Cause noCopy(Reason reason, ResourceId copied, NodeName node) {
    boolean elsewhere = placeOf(copied).isPresent();
    return plain(
        reason,
        "it must run where a copy of "
            + copied
            + " runs, and "
            + (elsewhere ? "none is there: " : "there is none: ")
            + named(reason.definition().orElse("")),
        Remedy.command("hactl explain " + copied + (elsewhere ? " --on " + node : "")));
  }

  private Cause colocation(Reason reason, ResourceId resource, NodeName node) {
    Optional<ResourceId> partner = partners.of(reason, resource);
    String id = reason.definition().orElse("");
    if (partner.isEmpty()) {
      return unwritten(reason);
    }
    String other = partner.get().value();
    return switch (Saying.in(reason)) {
      case WISH -> wish(reason, resource, node);
      case NOT_PROMOTED -> notPromoted(reason, other, node);
      case NOWHERE ->
          plain(
              reason,
              "it must run where " + other + " runs, and that runs nowhere: " + named(id),
              Remedy.command("hactl explain " + other));
      case NO_INSTANCE -> noCopy(reason, partner.get(), node);
      case THERE ->
          plain(
              reason,
              "it must not run where " + other + " runs, and that is there: " + named(id),
              Remedy.command("hactl migrate " + other),
              Remedy.edit(
                  reason.position(), "give the constraint a score, so that it is only avoided"));
      case ELSEWHERE -> elsewhere(reason, partner.get(), node);
    };
  }

  private Cause notPromoted(Reason reason, String other, NodeName node) {
    boolean elsewhere = known.decisions(other).stream().anyMatch(known::isPromoted);
    return plain(
        reason,
        "it must run where "
            + other
            + " is promoted, and that is promoted "
            + (elsewhere ? "elsewhere: " : "nowhere: ")
            + named(reason.definition().orElse("")),
        Remedy.command(
            elsewhere ? "hactl migrate " + other + " --to " + node : "hactl explain " + other));
  }

  private Cause elsewhere(Reason reason, ResourceId other, NodeName node) {
    String where = placeOf(other).map(n -> " on " + n).orElse(" elsewhere");
    boolean must = reason.score().map(s -> s.isMinusInfinite()).orElse(false);
    return plain(
        reason,
        (must ? "it must run" : "it prefers to run")
            + " where "
            + other
            + " runs, and that is"
            + where
            + ": "
            + named(reason.definition().orElse("")),
        moving(other, node));
  }

  /** One that the engine made, between the parts of a bundle. */
  private Cause unwritten(Reason reason) {
    String other = Saying.other(reason);
    return known.decisions(other).isEmpty()
        ? plain(reason, reason.text())
        : plain(
            reason,
            "it must run where " + other + " runs, and that runs nowhere",
            Remedy.command("hactl explain " + other));
  }

  /** How to bring a resource to a node; where that is not allowed either, who says why. */
  private Remedy moving(ResourceId resource, NodeName node) {
    boolean free =
        known.decisions(resource.value()).stream()
            .flatMap(d -> d.nodes().stream())
            .allMatch(v ->
                v.node().equals(node)
                    ? !v.score().isMinusInfinite()
                    : !v.score().isInfinite() || v.score().isMinusInfinite());
    return Remedy.command(
        free
            ? "hactl migrate " + resource + " --to " + node
            : "hactl explain " + resource + " --on " + node);
  }

  /** A constraint that nobody named has a name made of its parts, which says nothing more. */
  private static String named(String id) {
    return id.isEmpty() ? "together" : id;
  }

  private Optional<NodeName> placeOf(ResourceId resource) {
    return known.decisions(resource.value()).stream()
        .flatMap(d -> d.to().or(d::from).stream())
        .findFirst();
  }

  private Cause group(Reason reason, ResourceId resource, NodeName node) {
    String text = reason.text();
    if (Saying.in(reason) == Saying.WISH) {
      return wish(reason, resource, node);
    }
    int colon = text.indexOf(": ");
    String group = known.top(resource).value();
    return plain(
        reason,
        "it runs where the members of "
            + group
            + " before it run: "
            + (colon < 0 ? text : text.substring(colon + 2)),
        Remedy.command(
            Saying.in(reason) == Saying.NOWHERE
                ? "hactl explain " + group
                : "hactl migrate " + group + " --to " + node));
  }

  /** What depends on it has a say where it runs. */
  private Cause wish(Reason reason, ResourceId resource, NodeName node) {
    String start = "it runs together with ";
    String dependent = Saying.other(reason);
    for (Decision d : known.decisions(dependent)) {
      Optional<Reason> veto =
          d.nodes().stream()
              .filter(v -> v.node().equals(node))
              .flatMap(v -> v.contributions().stream())
              .filter(c -> c.score().map(Score::isMinusInfinite).orElse(false))
              .filter(c -> Saying.in(c) != Saying.WISH)
              .filter(c -> !c.text().contains(resource.base()))
              .findFirst();
      if (veto.isPresent()) {
        Cause why = cause(veto.get(), d.base(), node);
        return new Cause(
            start + dependent + ", of which holds: " + why.text(), why.position(), why.remedies());
      }
    }
    boolean pulls = reason.score().map(s -> s.compareTo(Score.ZERO) > 0).orElse(false);
    return plain(
        reason,
        start + dependent + (pulls ? ", which prefers the node" : ", which avoids the node"));
  }

  // ---- others --------------------------------------------------------------------------------

  private Cause failedStop(ResourceId resource, NodeName node) {
    String how = failures.lastFailure(resource, node).map(words -> ": " + words).orElse("");
    return failures.blocked(
        resource, Optional.of(node), "stopping it there failed" + how + ", so it may still run");
  }

  private Cause agentSays(Reason reason, ResourceId resource, NodeName node) {
    String base = resource.base();
    String how =
        failures.lastFailure(resource, node).map(w -> ": " + w).orElse(": " + reason.text());
    return plain(
        reason,
        "its agent cannot run it" + how,
        Remedy.act("mend what the agent misses: hactl history " + base),
        Remedy.command("hactl cleanup " + base));
  }

  private Cause ticket(Reason reason) {
    Constraint found = known.constraint(reason.definition()).orElse(null);
    String ticket =
        found instanceof Constraint.Ticket t ? t.ticket() : reason.definition().orElse("");
    String how =
        reason.text().endsWith("on standby") ? " is on standby" : " is not held by this site";
    return plain(
        reason,
        "the ticket " + ticket + how,
        Remedy.act("see which site holds the ticket " + ticket + ", and let this one have it"),
        Remedy.command("hactl ticket grant " + ticket),
        Remedy.edit(
            reason.position(),
            "or take the constraint " + reason.definition().orElse("") + " out"));
  }

  private Cause asymmetric(ResourceId resource, NodeName node) {
    String top = known.top(resource).value();
    return new Cause(
        "nothing allows it there, and the cluster is not symmetric",
        SourcePosition.NONE,
        List.of(
            Remedy.edit(known.position(resource), "write prefers: {" + node + ": 100} at " + top)));
  }

  /**
   * The deciding reasons of a node that may not run it; each once, the node's own state first.
   * Where that forbids everything, where others run for the same reason is not told again.
   */
  List<Cause> against(Decision decision, NodeName node) {
    List<Reason> reasons =
        decision.nodes().stream()
            .filter(v -> v.node().equals(node))
            .flatMap(v -> v.contributions().stream())
            .filter(Vetoes::forbids)
            .filter(c -> !c.rule().equals("target-role"))
            .toList();
    boolean unusable = reasons.stream().anyMatch(c -> isOfNode(c, node));
    return reasons.stream()
        .filter(c -> !unusable || !FOLLOWING.contains(c.rule()))
        .sorted(Comparator.comparing((Reason c) -> !isOfNode(c, node)))
        .map(c -> cause(c, decision.base(), node))
        .distinct()
        .limit(3)
        .toList();
  }

  private static boolean isOfNode(Reason reason, NodeName node) {
    return reason.rule().equals("node")
        || (reason.rule().equals("clone") && reason.text().startsWith("node " + node + " "));
  }

  private static boolean forbids(Reason reason) {
    return reason.score().map(Score::isMinusInfinite).orElse(UNSCORED.contains(reason.rule()));
  }
}
