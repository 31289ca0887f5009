package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.Colocation;
import ha.model.definition.Constraint.LossPolicy;
import ha.model.definition.Constraint.Order;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.SourcePosition;
import ha.model.yaml.References.Suffix;
import ha.model.yaml.References.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code constraints:}. */
final class ConstraintReader {
  /** The attribute by which colocation tells places apart where nothing else is written. */
  static final String BY_NODE = "#uname";

  static final String START = "start";

  private static final List<String> KINDS =
      List.of("order", "together", "apart", "location", "ticket", "order-sets", "together-sets");

  private final Reading reading;
  private final References references;
  private final LocationReader locations;
  private final SetReader sets;
  private final List<Constraint> constraints = new ArrayList<>();

  ConstraintReader(Reading reading) {
    this.reading = reading;
    this.references = new References(reading);
    this.locations = new LocationReader(reading, references);
    this.sets = new SetReader(reading, references);
  }

  List<Constraint> constraints() {
    return constraints;
  }

  void read(Yaml value) {
    reading
        .values
        .sequence(value, "constraints", "- order: [disk, web]")
        .ifPresent(list -> list.items().forEach(this::constraint));
  }

  private void constraint(Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, "a constraint", "- order: [disk, web]");
    if (mapping.isEmpty()) {
      return;
    }
    Fields fields = reading.fields(mapping.get(), "a constraint");
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      wrongKind(mapping.get(), kinds);
      return;
    }
    switch (kinds.getFirst()) {
      case "order" -> order(fields);
      case "together" -> together(fields);
      case "apart" -> apart(fields);
      case "location" -> locations.read(fields).ifPresent(constraints::add);
      case "ticket" -> ticket(fields);
      case "order-sets" -> orderSets(fields);
      default -> togetherSets(fields);
    }
    fields.close();
  }

  private void wrongKind(Yaml.Mapping mapping, List<String> kinds) {
    String meant =
        mapping.entries().stream()
            .map(entry -> Words.meant(entry.key(), KINDS))
            .filter(advice -> !advice.isEmpty())
            .findFirst()
            .orElse("");
    boolean none = kinds.isEmpty();
    reading.findings.error(
        mapping.entries().isEmpty() ? mapping.position() : mapping.entries().getFirst().position(),
        none
            ? "a constraint of no known kind"
            : "a constraint of two kinds, " + kinds.get(0) + " and " + kinds.get(1),
        "one of the keys " + String.join(", ", KINDS),
        none ? meant : "write them as two constraints");
  }

  /** The targets of a chain: each place holds one, or several that count alike. */
  private List<List<Target>> places(Fields fields, String key, Suffix suffix) {
    String example = key + ": [disk, web]";
    Optional<Yaml.Sequence> list =
        fields.take(key).flatMap(value -> reading.values.sequence(value, key, example));
    if (list.isEmpty()) {
      return List.of();
    }
    List<Yaml> items = list.get().items();
    if (items.size() < 2) {
      reading.findings.error(
          list.get().position(),
          key + " names " + (items.isEmpty() ? "nothing" : "one resource only"),
          "two resources or more",
          "write it as " + example);
    }
    return items.stream()
        .map(item -> reading.values.each(item, one -> references.read(one, suffix)))
        .toList();
  }

  /** Does something for each pair of neighbours. */
  private static List<Target[]> neighbours(List<List<Target>> places) {
    List<Target[]> pairs = new ArrayList<>();
    for (int i = 1; i < places.size(); i++) {
      for (Target before : places.get(i - 1)) {
        for (Target after : places.get(i)) {
          pairs.add(new Target[] {before, after});
        }
      }
    }
    return pairs;
  }

  /** Ids for as many constraints as one entry makes. */
  private String id(Fields fields, Optional<String> written, int number, int of, String base) {
    return written
        .map(id -> of == 1 ? id : id + "-" + (number + 1))
        .orElseGet(() -> reading.ids.unique(base, fields.position()));
  }

  private Optional<String> writtenId(Fields fields) {
    return fields
        .take("id")
        .flatMap(value ->
            reading.values.text(value, "id").filter(id -> reading.ids.claim(id, value.position())));
  }

  private void order(Fields fields) {
    List<Target[]> pairs = neighbours(places(fields, "order", Suffix.ACTION));
    Optional<String> written = writtenId(fields);
    OrderKind kind = fields.word("kind", OrderKind.class).orElse(OrderKind.MANDATORY);
    Optional<Boolean> symmetrical = fields.flag("symmetrical");
    Optional<Boolean> requireAll = fields.flag("require-all");
    for (int i = 0; i < pairs.size(); i++) {
      ActionReference first = action(pairs.get(i)[0]);
      ActionReference then = action(pairs.get(i)[1]);
      if (sameTwice(pairs.get(i), first.equals(then))) {
        continue;
      }
      String id = id(fields, written, i, pairs.size(), orderId(first, then));
      constraints.add(
          new Order(id, first, then, kind, symmetrical, requireAll, pairs.get(i)[1].position()));
    }
  }

  private boolean sameTwice(Target[] pair, boolean same) {
    if (same) {
      reading.findings.error(
          pair[1].position(),
          "'" + pair[1].resource() + "' stands here against itself",
          "two different resources",
          "remove one of them");
    }
    return same;
  }

  private static ActionReference action(Target target) {
    return new ActionReference(target.resource(), target.suffix().orElse(START), target.instance());
  }

  static String orderId(ActionReference first, ActionReference then) {
    return "order-" + label(first) + "-" + label(then);
  }

  private static String label(ActionReference reference) {
    String action = reference.action().equals(START) ? "" : "." + reference.action();
    return reference.resource() + action;
  }

  static String colocationId(String key, Colocation colocation) {
    return key + "-" + label(colocation.dependent()) + "-" + label(colocation.with());
  }

  private static String label(Constraint.Reference reference) {
    return reference.resource() + reference.role().map(role -> "." + Words.of(role)).orElse("");
  }

  private void together(Fields fields) {
    List<Target[]> pairs = neighbours(places(fields, "together", Suffix.ROLE));
    Optional<Yaml> scoreValue = fields.take("score");
    Optional<Score> score = scoreValue.flatMap(value -> reading.values.score(value, "score"));
    if (score.isPresent() && score.get().compareTo(Score.ZERO) < 0) {
      reading.values.wrong(
          scoreValue.get(), "score", "a score from 0 on", "write apart instead of together");
    }
    pairs(fields, "together", pairs, score.orElse(Score.INFINITY));
  }

  private void apart(Fields fields) {
    List<Target> all = places(fields, "apart", Suffix.ROLE).stream().flatMap(List::stream).toList();
    List<Target[]> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        pairs.add(new Target[] {all.get(i), all.get(j)});
      }
    }
    Optional<Yaml> scoreValue = fields.take("score");
    Optional<Score> score = scoreValue.flatMap(value -> reading.values.score(value, "score"));
    if (score.isPresent() && score.get().compareTo(Score.ZERO) <= 0) {
      reading.values.wrong(
          scoreValue.get(), "score", "a score above zero: how much they avoid each other", "");
    }
    crowded(fields, all);
    pairs(fields, "apart", pairs, score.orElse(Score.INFINITY).negated());
  }

  private void crowded(Fields fields, List<Target> all) {
    int nodes = reading.names.nodes().size();
    if (nodes > 0 && all.size() > nodes && !fields.has("score")) {
      reading.findings.warning(
          all.getFirst().position(),
          all.size() + " resources are to be apart on " + nodes + " nodes, so one never runs",
          "no more resources than nodes",
          "add score: 1000, so that they are apart as far as possible");
    }
  }

  private void pairs(Fields fields, String key, List<Target[]> pairs, Score score) {
    Optional<String> written = writtenId(fields);
    String attribute = fields.text("node-attribute").orElse(BY_NODE);
    Optional<Boolean> influence = fields.flag("influence");
    for (int i = 0; i < pairs.size(); i++) {
      Target a = pairs.get(i)[0];
      Target b = pairs.get(i)[1];
      if (sameTwice(pairs.get(i), a.resource().equals(b.resource()))) {
        continue;
      }
      Colocation made =
          new Colocation("", place(a), place(b), score, attribute, influence, b.position());
      String id = id(fields, written, i, pairs.size(), colocationId(key, made));
      constraints.add(
          new Colocation(
              id, made.dependent(), made.with(), score, attribute, influence, b.position()));
    }
  }

  private static Constraint.Reference place(Target target) {
    return new Constraint.Reference(target.resource(), target.role(), target.instance());
  }

  private void ticket(Fields fields) {
    Optional<String> ticket = fields.text("ticket");
    String id = setId(fields, "ticket-" + Names.repaired(ticket.orElse("")));
    List<ResourceSet> resources = sets.either(fields, id);
    LossPolicy policy = fields.word("loss-policy", LossPolicy.class).orElse(LossPolicy.STOP);
    ticket.ifPresent(name ->
        constraints.add(new Constraint.Ticket(id, name, resources, policy, fields.position())));
  }

  private String setId(Fields fields, String base) {
    return writtenId(fields).orElseGet(() -> reading.ids.unique(base, fields.position()));
  }

  private void orderSets(Fields fields) {
    SourcePosition position = fields.position();
    String id = setId(fields, "order-sets");
    OrderKind kind = fields.word("kind", OrderKind.class).orElse(OrderKind.MANDATORY);
    Optional<Boolean> symmetrical = fields.flag("symmetrical");
    List<ResourceSet> read = sets.needed(fields, "order-sets", id);
    constraints.add(new Constraint.OrderSets(id, kind, symmetrical, read, position));
  }

  private void togetherSets(Fields fields) {
    SourcePosition position = fields.position();
    String id = setId(fields, "together-sets");
    Score score = fields.score("score").orElse(Score.INFINITY);
    Optional<Boolean> influence = fields.flag("influence");
    List<ResourceSet> read = sets.needed(fields, "together-sets", id);
    constraints.add(new Constraint.ColocationSets(id, score, read, influence, position));
  }

  /** A plain set of these members. */
  static ResourceSet plainSet(String id, List<ResourceId> members, Optional<ha.model.Role> role) {
    return new ResourceSet(
        id, members, true, true, role, Optional.empty(), Optional.empty(), Optional.empty(), true);
  }
}
