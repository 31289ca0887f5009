package ha.model.yaml;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Reference;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Constraints by seed, free of cycles and contradictions: whatever comes first or follows stands
 * earlier in the file.
 */
final class RandomConstraints {
  private static final SourcePosition NONE = SourcePosition.NONE;

  private final Dice dice;
  private final RandomRules rules;
  private final List<ResourceDefinition> resources;
  private final List<NodeName> nodes;
  private final Set<String> used = new HashSet<>();
  private int ids;

  RandomConstraints(
      Dice dice,
      RandomRules rules,
      Collection<ResourceDefinition> resources,
      List<NodeName> nodes) {
    this.dice = dice;
    this.rules = rules;
    this.resources = List.copyOf(resources);
    this.nodes = nodes;
  }

  List<Constraint> all() {
    List<Constraint> constraints = new ArrayList<>();
    if (resources.size() < 2) {
      return constraints;
    }
    for (ResourceDefinition resource : resources) {
      if (dice.chance(3)) {
        ResourceId name = ResourceWriter.name(resource);
        NodeName node = dice.pick(nodes);
        String id = ResourceReader.wishId(name.value(), "prefers", node);
        constraints.add(location(id, name, new Preference.OfNode(node, Score.of(50))));
      }
    }
    int count = dice.upTo(8);
    for (int i = 0; i < count; i++) {
      constraints.add(one());
    }
    return constraints;
  }

  private Constraint one() {
    int a = dice.upTo(resources.size() - 1);
    int b = a + 1 + dice.upTo(resources.size() - a - 1);
    ResourceDefinition first = resources.get(a);
    ResourceDefinition second = resources.get(b);
    return switch (dice.upTo(6)) {
      case 0 -> order(first, second);
      case 1 -> colocation(first, second);
      case 2 -> location();
      case 3 ->
          new Constraint.OrderSets(
              own(),
              dice.pick(List.of(OrderKind.values())),
              flag(),
              sets("order", first, second),
              NONE);
      case 4 ->
          new Constraint.ColocationSets(
              own(), Score.of(77), sets("together", second, first), flag(), NONE);
      default -> ticket(first, second);
    };
  }

  private String own() {
    return "c" + ids++;
  }

  private String id(String standard) {
    return dice.chance(3) || !used.add(standard) ? own() : standard;
  }

  private Optional<Boolean> flag() {
    return dice.chance(2) ? Optional.empty() : Optional.of(dice.chance(2));
  }

  private static boolean promotable(ResourceDefinition resource) {
    return resource instanceof ResourceDefinition.Clone clone
        && clone.options().stream()
            .map(AttributeSet::values)
            .anyMatch(values -> "true".equals(values.get("promotable")));
  }

  private Constraint order(ResourceDefinition first, ResourceDefinition second) {
    ActionReference before =
        new ActionReference(
            ResourceWriter.name(first),
            promotable(first) ? dice.of("promote", "start", "demote") : dice.of("start", "stop"),
            instance());
    ActionReference after = new ActionReference(second.id(), "start", Optional.empty());
    return new Constraint.Order(
        id(ConstraintReader.orderId(before, after)),
        before,
        after,
        dice.chance(2) ? OrderKind.MANDATORY : OrderKind.OPTIONAL,
        flag(),
        dice.chance(2) ? Optional.empty() : flag(),
        NONE);
  }

  private Optional<Integer> instance() {
    return dice.chance(5) ? Optional.of(dice.upTo(3)) : Optional.empty();
  }

  private Constraint colocation(ResourceDefinition first, ResourceDefinition second) {
    Optional<Role> role = promotable(first) ? Optional.of(Role.PROMOTED) : Optional.empty();
    Score score = Score.of(dice.upTo(200) - 100);
    Constraint.Colocation made =
        new Constraint.Colocation(
            "",
            new Reference(second.id(), Optional.empty(), Optional.empty()),
            new Reference(ResourceWriter.name(first), role, instance()),
            score,
            dice.of("#uname", "rack"),
            flag(),
            NONE);
    String key = score.value() < 0 ? "apart" : "together";
    return new Constraint.Colocation(
        id(ConstraintReader.colocationId(key, made)),
        made.dependent(),
        made.with(),
        score,
        made.nodeAttribute(),
        made.influence(),
        NONE);
  }

  private Constraint location() {
    ResourceDefinition resource = dice.pick(resources);
    Selector selector =
        switch (dice.upTo(4)) {
          case 0 -> new Selector.Pattern("^r[0-9] ?\\.*", dice.chance(2));
          case 1 -> new Selector.Ids(resources.stream().map(ResourceDefinition::id).toList());
          default -> new Selector.Ids(List.of(resource.id()));
        };
    String id = id(LocationReader.standardId(selector));
    return new Constraint.Location(
        id,
        selector,
        dice.chance(4) ? Optional.of(Role.STARTED) : Optional.empty(),
        dice.chance(2)
            ? new Preference.OfNode(dice.pick(nodes), Score.of(dice.upTo(9) - 4))
            : byRule(id),
        dice.pick(List.of(Constraint.Discovery.values())),
        NONE);
  }

  private static Constraint.Location location(String id, ResourceId name, Preference preference) {
    return new Constraint.Location(
        id,
        new Selector.Ids(List.of(name)),
        Optional.empty(),
        preference,
        Constraint.Discovery.ALWAYS,
        NONE);
  }

  private Preference byRule(String id) {
    List<Preference.ScoredRule> scored = new ArrayList<>();
    int count = 1 + dice.upTo(2);
    for (int i = 0; i < count; i++) {
      boolean attribute = dice.chance(3);
      scored.add(
          new Preference.ScoredRule(
              rules.rule(LocationReader.ruleId(id, i), 1),
              attribute ? Score.ZERO : Score.of(dice.upTo(100)),
              attribute ? Optional.of("weight") : Optional.empty()));
    }
    return new Preference.ByRule(scored);
  }

  private List<ResourceSet> sets(String use, ResourceDefinition... members) {
    List<ResourceSet> sets = new ArrayList<>();
    for (ResourceDefinition member : members) {
      boolean ordered = use.equals("order");
      boolean promotable = promotable(member);
      sets.add(
          new ResourceSet(
              dice.chance(2) ? own() : "c" + (ids - 1) + "-set-" + (sets.size() + 1),
              List.of(member.id()),
              dice.chance(2),
              dice.chance(2),
              promotable && !ordered ? Optional.of(Role.PROMOTED) : Optional.empty(),
              promotable && ordered ? Optional.of("promote") : Optional.empty(),
              dice.chance(3) ? Optional.of(Score.of(5)) : Optional.empty(),
              dice.chance(3) ? Optional.of(OrderKind.OPTIONAL) : Optional.empty(),
              dice.chance(2)));
    }
    return sets;
  }

  private Constraint ticket(ResourceDefinition first, ResourceDefinition second) {
    String id = own();
    List<ResourceSet> sets =
        dice.chance(2)
            ? List.of(
                ConstraintReader.plainSet(
                    SetReader.standardId(id, 0),
                    List.of(first.id(), second.id()),
                    Optional.empty()))
            : sets("ticket", first, second);
    return new Constraint.Ticket(
        id, dice.of("site A", "t"), sets, dice.pick(List.of(Constraint.LossPolicy.values())), NONE);
  }
}
