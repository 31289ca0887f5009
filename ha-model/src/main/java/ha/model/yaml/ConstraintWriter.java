package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.Colocation;
import ha.model.definition.Constraint.ColocationSets;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.LossPolicy;
import ha.model.definition.Constraint.Order;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.OrderSets;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Constraint.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Spells constraints. */
final class ConstraintWriter {
  private final Set<String> targets;
  private final Set<String> ambiguousIds;

  /**
   * A writer.
   *
   * @param targets names that references may mean
   * @param ambiguousIds ids that several things have, so that none may be left out
   */
  ConstraintWriter(Set<String> targets, Set<String> ambiguousIds) {
    this.targets = targets;
    this.ambiguousIds = ambiguousIds;
  }

  List<Object> all(List<Constraint> constraints) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < constraints.size(); i++) {
      if (constraints.get(i) instanceof Order order) {
        int end = chainEnd(constraints, i);
        list.add(chain(order, constraints.subList(i + 1, end)));
        i = end - 1;
      } else {
        list.add(one(constraints.get(i)));
      }
    }
    return list;
  }

  private Map<String, Object> one(Constraint constraint) {
    return switch (constraint) {
      case Location location -> location(location);
      case Colocation colocation -> colocation(colocation);
      case ColocationSets sets -> colocationSets(sets);
      case Order order -> chain(order, List.of());
      case OrderSets sets -> orderSets(sets);
      case Ticket ticket -> ticket(ticket);
    };
  }

  private void id(Map<String, Object> map, String id, String standard) {
    if (!id.equals(standard) || ambiguousIds.contains(id)) {
      map.put("id", id);
    }
  }

  /** Index after the last order that continues the one at {@code start}. */
  private int chainEnd(List<Constraint> constraints, int start) {
    int end = start + 1;
    while (end < constraints.size()
        && constraints.get(end - 1) instanceof Order before
        && constraints.get(end) instanceof Order next
        && plainId(before)
        && plainId(next)
        && next.first().equals(before.then())
        && next.kind() == before.kind()
        && next.symmetrical().equals(before.symmetrical())
        && next.requireAll().equals(before.requireAll())) {
      end++;
    }
    return end;
  }

  private boolean plainId(Order order) {
    return order.id().equals(ConstraintReader.orderId(order.first(), order.then()))
        && !ambiguousIds.contains(order.id());
  }

  private Map<String, Object> chain(Order order, List<Constraint> more) {
    List<Object> places = new ArrayList<>(List.of(action(order.first()), action(order.then())));
    for (Constraint next : more) {
      if (next instanceof Order following) {
        places.add(action(following.then()));
      }
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("order", places);
    id(map, order.id(), ConstraintReader.orderId(order.first(), order.then()));
    kind(map, order.kind());
    flag(map, "symmetrical", order.symmetrical());
    flag(map, "require-all", order.requireAll());
    return map;
  }

  private static void kind(Map<String, Object> map, OrderKind kind) {
    if (kind != OrderKind.MANDATORY) {
      map.put("kind", Words.of(kind));
    }
  }

  private static void flag(Map<String, Object> map, String key, Optional<Boolean> flag) {
    flag.ifPresent(value -> map.put(key, Boolean.toString(value)));
  }

  private Object action(ActionReference reference) {
    Optional<String> action =
        Optional.of(reference.action()).filter(a -> !a.equals(ConstraintReader.START));
    return reference(reference.resource(), "action", action, reference.instance());
  }

  private Object place(Constraint.Reference reference) {
    return reference(
        reference.resource(), "role", reference.role().map(Words::of), reference.instance());
  }

  private Object reference(
      ResourceId resource, String key, Optional<String> suffix, Optional<Integer> instance) {
    String text = resource + suffix.map(word -> "." + word).orElse("");
    if (instance.isEmpty() && (suffix.isEmpty() || !targets.contains(text))) {
      return text;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("resource", resource.value());
    suffix.ifPresent(word -> map.put(key, word));
    instance.ifPresent(number -> map.put("instance", Integer.toString(number)));
    return map;
  }

  private Map<String, Object> colocation(Colocation colocation) {
    boolean apart = colocation.score().compareTo(Score.ZERO) < 0;
    String key = apart ? "apart" : "together";
    Score score = apart ? colocation.score().negated() : colocation.score();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, List.of(place(colocation.dependent()), place(colocation.with())));
    id(map, colocation.id(), ConstraintReader.colocationId(key, colocation));
    if (!score.isInfinite()) {
      map.put("score", score.toString());
    }
    if (!colocation.nodeAttribute().equals(ConstraintReader.BY_NODE)) {
      map.put("node-attribute", colocation.nodeAttribute());
    }
    flag(map, "influence", colocation.influence());
    return map;
  }

  private Map<String, Object> colocationSets(ColocationSets sets) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("together-sets", sets(sets.sets(), sets.id()));
    map.put("id", sets.id());
    if (!sets.score().isInfinite()) {
      map.put("score", sets.score().toString());
    }
    flag(map, "influence", sets.influence());
    return map;
  }

  private Map<String, Object> orderSets(OrderSets sets) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("order-sets", sets(sets.sets(), sets.id()));
    map.put("id", sets.id());
    kind(map, sets.kind());
    flag(map, "symmetrical", sets.symmetrical());
    return map;
  }

  private static List<Object> sets(List<ResourceSet> sets, String constraint) {
    List<Object> list = new ArrayList<>();
    for (ResourceSet set : sets) {
      Map<String, Object> map = new LinkedHashMap<>();
      if (!set.id().equals(SetReader.standardId(constraint, list.size()))) {
        map.put("id", set.id());
      }
      map.put("resources", set.members().stream().map(ResourceId::value).toList());
      set.role().ifPresent(role -> map.put("role", Words.of(role)));
      set.action().ifPresent(action -> map.put("action", action));
      set.score().ifPresent(score -> map.put("score", score.toString()));
      set.kind().ifPresent(kind -> map.put("kind", Words.of(kind)));
      unlessTrue(map, "sequential", set.sequential());
      unlessTrue(map, "require-all", set.requireAll());
      unlessTrue(map, "listed-order", set.listedOrder());
      list.add(map);
    }
    return list;
  }

  private static void unlessTrue(Map<String, Object> map, String key, boolean flag) {
    if (!flag) {
      map.put(key, "false");
    }
  }

  private Map<String, Object> ticket(Ticket ticket) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ticket", ticket.ticket());
    map.put("id", ticket.id());
    Optional<List<Object>> plain = plain(ticket.resources(), ticket.id());
    map.put(
        plain.isPresent() ? "resources" : "sets",
        plain.isPresent() ? plain.get() : sets(ticket.resources(), ticket.id()));
    if (ticket.lossPolicy() != LossPolicy.STOP) {
      map.put("loss-policy", Words.of(ticket.lossPolicy()));
    }
    return map;
  }

  /** The sets as one list of resources with their roles, if that says all. */
  private Optional<List<Object>> plain(List<ResourceSet> sets, String constraint) {
    List<Object> references = new ArrayList<>();
    Optional<Optional<Role>> before = Optional.empty();
    for (int i = 0; i < sets.size(); i++) {
      ResourceSet set = sets.get(i);
      String id = SetReader.standardId(constraint, i);
      boolean joins = before.filter(role -> role.equals(set.role())).isPresent();
      if (joins
          || set.members().isEmpty()
          || !set.equals(ConstraintReader.plainSet(id, set.members(), set.role()))) {
        return Optional.empty();
      }
      before = Optional.of(set.role());
      for (ResourceId member : set.members()) {
        references.add(reference(member, "role", set.role().map(Words::of), Optional.empty()));
      }
    }
    return Optional.of(references);
  }

  private Map<String, Object> location(Location location) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("location", selector(location.resources()));
    id(map, location.id(), LocationReader.standardId(location.resources()));
    location.role().ifPresent(role -> map.put("role", Words.of(role)));
    switch (location.preference()) {
      case Preference.OfNode of -> {
        map.put("node", of.node().value());
        map.put("score", of.score().toString());
      }
      case Preference.ByRule by -> {
        List<Object> rules = scored(by.rules(), location.id());
        if (rules.size() == 1 && rules.getFirst() instanceof Map<?, ?> only) {
          only.forEach((key, value) -> map.put((String) key, value));
        } else {
          map.put("rules", rules);
        }
      }
    }
    if (location.discovery() != Discovery.ALWAYS) {
      map.put("discovery", Words.of(location.discovery()));
    }
    return map;
  }

  private static List<Object> scored(List<Preference.ScoredRule> rules, String constraint) {
    List<Object> list = new ArrayList<>();
    for (Preference.ScoredRule scored : rules) {
      Map<String, Object> map = new LinkedHashMap<>();
      String standard = LocationReader.ruleId(constraint, list.size());
      map.put("rule", RuleWriter.rule(scored.rule(), standard));
      scored.scoreAttribute().ifPresent(name -> map.put("score-attribute", name));
      if (scored.scoreAttribute().isEmpty() || !scored.score().equals(Score.ZERO)) {
        map.put("score", scored.score().toString());
      }
      list.add(map);
    }
    return list;
  }

  private static Object selector(Selector selector) {
    return switch (selector) {
      case Selector.Ids ids when ids.ids().size() == 1 -> ids.ids().getFirst().value();
      case Selector.Ids ids -> ids.ids().stream().map(ResourceId::value).toList();
      case Selector.Pattern pattern ->
          Map.of(pattern.negated() ? "not-matching" : "matching", pattern.expression());
    };
  }
}
