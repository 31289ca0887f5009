package ha.policy.location;

import ha.model.Role;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Selector;
import ha.model.plan.Reason;
import ha.policy.bundle.BundlePlaces;
import ha.policy.options.RuleContext;
import ha.policy.options.Rules;
import ha.policy.options.Values;
import ha.policy.situation.Node;
import ha.policy.situation.Reached;
import ha.policy.situation.Resource;
import ha.policy.situation.ResourceReader;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phase: which nodes resources like or dislike, from the definitions. */
public final class Locations {
  private final Situation s;

  private Locations(Situation s) {
    this.s = s;
  }

  /** One node's score from one location definition. */
  private record NodeScore(Node node, int score, Optional<Role> role) {}

  public static void apply(Situation s) {
    Locations locations = new Locations(s);
    if (s.options.symmetric()) {
      for (Resource r : s.all) {
        for (Node node : s.nodes) {
          boolean possible = !node.remote() || !r.isFenceDevice();
          if (possible && BundlePlaces.permit(s, r, node)) {
            r.scores.allow(node.index);
          }
        }
      }
    }
    BundlePlaces.allowParts(s);
    for (Constraint constraint : s.definitions.constraints()) {
      if (constraint instanceof Constraint.Location location) {
        locations.apply(location);
      }
    }
  }

  private void apply(Constraint.Location location) {
    switch (location.resources()) {
      case Selector.Ids ids ->
          ids.ids().stream()
              .flatMap(id -> s.expand(id).stream())
              .forEach(r -> apply(location, r, List.of()));
      case Selector.Pattern pattern -> {
        Pattern compiled = Pattern.compile(pattern.expression());
        for (Resource r : List.copyOf(s.resources)) {
          Matcher matcher = compiled.matcher(r.id.value());
          if (matcher.find() != pattern.negated()) {
            apply(location, r, pattern.negated() ? List.of() : groups(matcher));
          }
        }
      }
    }
  }

  private static List<String> groups(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i) == null ? "" : matcher.group(i));
    }
    return groups;
  }

  private void apply(Constraint.Location location, Resource r, List<String> groups) {
    for (List<NodeScore> list : scores(location, r, groups)) {
      Optional<Role> role = list.stream().findFirst().flatMap(NodeScore::role).or(location::role);
      apply(location, r, list, role, true);
    }
  }

  private List<List<NodeScore>> scores(
      Constraint.Location location, Resource r, List<String> groups) {
    return switch (location.preference()) {
      case Preference.OfNode of -> {
        Node node = s.node(of.node());
        yield node == null
            ? List.of()
            : List.of(List.of(new NodeScore(node, of.score().value(), location.role())));
      }
      case Preference.ByRule rules -> {
        List<List<NodeScore>> lists = new ArrayList<>();
        for (Preference.ScoredRule rule : rules.rules()) {
          lists.add(byRule(rule, r, groups));
        }
        yield lists;
      }
    };
  }

  private List<NodeScore> byRule(Preference.ScoredRule rule, Resource r, List<String> groups) {
    List<NodeScore> list = new ArrayList<>();
    for (Node node : s.nodes) {
      RuleContext context =
          s.rules().withGroups(groups).withValues(ResourceReader.parameters(s, r, node), r.options);
      if (Rules.holds(rule.rule(), context.onNode(node.attributes))) {
        int score =
            rule.scoreAttribute()
                .map(name -> Values.score(node.attributes.get(name), -Scores.INFINITY))
                .orElse(rule.score().value());
        list.add(new NodeScore(node, score, rule.rule().role()));
      }
    }
    return list;
  }

  private void apply(
      Constraint.Location location,
      Resource r,
      List<NodeScore> list,
      Optional<Role> role,
      boolean counts) {
    boolean promotedOnly = role.equals(Optional.of(Role.PROMOTED));
    if (location.discovery() == Discovery.EXCLUSIVE) {
      r.exclusiveDiscovery = true;
    }
    for (NodeScore score : list) {
      int value = counts ? score.score() : 0;
      Reason reason = reason(location, score, value);
      if (promotedOnly) {
        r.promotedLocations.add(new Resource.RoleScore(score.node(), Role.PROMOTED, value, reason));
      } else {
        r.scores.add(score.node().index, value, reason);
      }
      if (location.discovery().compareTo(r.scores.discovery(score.node().index)) > 0) {
        r.scores.discover(score.node().index, location.discovery());
      }
    }
    boolean first = true;
    for (Resource child : parts(r, promotedOnly)) {
      apply(location, child, list, role, counts && (first || !r.isGroup()));
      first = false;
    }
  }

  /** Of a bundle the containers and addresses, or, where a role is named, the child. */
  private static List<Resource> parts(Resource r, boolean promotedOnly) {
    if (!r.isBundle()) {
      return r.children;
    }
    return r.children.stream()
        .filter(part -> part.isClone() == promotedOnly && (promotedOnly || !connection(part)))
        .toList();
  }

  private static boolean connection(Resource part) {
    return part.isPrimitive() && Reached.connects(part.agent());
  }

  private static Reason reason(Constraint.Location location, NodeScore score, int value) {
    String word = value < 0 ? "avoids" : "prefers";
    String strength = Math.abs(value) >= Scores.INFINITY ? "always " : "";
    return new Reason(
        "location",
        "location " + location.id() + ": " + strength + word + " " + score.node(),
        Optional.of(location.id()),
        location.position(),
        Optional.of(Score.of(value)));
  }
}
