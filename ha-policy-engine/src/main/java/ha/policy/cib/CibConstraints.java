package ha.policy.cib;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.Discovery;
import ha.model.definition.Constraint.LossPolicy;
import ha.model.definition.Constraint.OrderKind;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Reference;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Constraint.Selector;
import ha.policy.action.OperationOptions;
import ha.policy.options.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads constraints. */
final class CibConstraints {
  private final Map<String, XmlElement> byId;
  private final CibParts parts;

  CibConstraints(Map<String, XmlElement> byId, CibParts parts) {
    this.byId = byId;
    this.parts = parts;
  }

  List<Constraint> read(List<XmlElement> elements) {
    List<Constraint> constraints = new ArrayList<>();
    for (XmlElement e : elements) {
      if (parts.namedBy(e).isPresent()) {
        continue;
      }
      switch (e.name()) {
        case "rsc_location" -> location(e).ifPresent(constraints::add);
        case "rsc_colocation" -> constraints.add(colocation(e));
        case "rsc_order" -> constraints.add(order(e));
        case "rsc_ticket" -> constraints.add(ticket(e));
        default -> {}
      }
    }
    return constraints;
  }

  private static Optional<Role> role(XmlElement e, String attribute) {
    return e.attribute(attribute).flatMap(OperationOptions::role);
  }

  private Optional<Constraint> location(XmlElement e) {
    Selector selector;
    Optional<Role> role = role(e, "role");
    if (e.attribute("rsc").isPresent()) {
      selector = new Selector.Ids(List.of(new ResourceId(e.required("rsc"))));
    } else if (e.attribute("rsc-pattern").isPresent()) {
      String pattern = e.required("rsc-pattern");
      boolean negated = pattern.startsWith("!");
      selector = new Selector.Pattern(negated ? pattern.substring(1) : pattern, negated);
    } else {
      List<ResourceId> ids = new ArrayList<>();
      for (XmlElement set : e.all("resource_set")) {
        ids.addAll(members(set));
        role = role(set, "role").or(() -> role(e, "role"));
      }
      selector = new Selector.Ids(ids);
    }
    Discovery discovery =
        switch (e.attribute("resource-discovery", "always")) {
          case "never" -> Discovery.NEVER;
          case "exclusive" -> Discovery.EXCLUSIVE;
          default -> Discovery.ALWAYS;
        };
    Preference preference;
    if (e.attribute("node").isPresent()) {
      preference =
          new Preference.OfNode(
              new NodeName(e.required("node")), Sets.score(e.attribute("score", "0")));
    } else {
      List<Preference.ScoredRule> rules = new ArrayList<>();
      for (XmlElement written : e.all("rule")) {
        XmlElement rule =
            written.attribute("id-ref").map(id -> byId.getOrDefault(id, written)).orElse(written);
        rules.add(
            new Preference.ScoredRule(
                CibRules.read(rule),
                Sets.score(rule.attribute("score", "0")),
                rule.attribute("score-attribute")));
      }
      preference = new Preference.ByRule(rules);
    }
    return Optional.of(
        new Constraint.Location(e.id(), selector, role, preference, discovery, e.position()));
  }

  /** A colocation of one tag or template with another: Pacemaker 2.1 gives it no effect at all. */
  private boolean betweenCollections(XmlElement e) {
    return collection(e, "rsc") && collection(e, "with-rsc");
  }

  private boolean collection(XmlElement e, String attribute) {
    return e.attribute(attribute)
        .map(byId::get)
        .filter(named -> named.name().equals("tag") || named.name().equals("template"))
        .isPresent();
  }

  private Constraint colocation(XmlElement e) {
    Score score = betweenCollections(e) ? Score.ZERO : Sets.score(e.attribute("score", "0"));
    if (!e.all("resource_set").isEmpty()) {
      return new Constraint.ColocationSets(
          e.id(),
          score,
          whole(e),
          e.attribute("influence").map(text -> Values.flag(text, true)),
          e.position());
    }
    return new Constraint.Colocation(
        e.id(),
        new Reference(
            new ResourceId(e.required("rsc")), role(e, "rsc-role"), number(e, "rsc-instance")),
        new Reference(
            new ResourceId(e.required("with-rsc")),
            role(e, "with-rsc-role"),
            number(e, "with-rsc-instance")),
        score,
        e.attribute("node-attribute", ""),
        e.attribute("influence").map(text -> Values.flag(text, true)),
        e.position());
  }

  private static Optional<Integer> number(XmlElement e, String attribute) {
    return e.attribute(attribute).map(Integer::parseInt);
  }

  private Constraint order(XmlElement e) {
    OrderKind kind = kind(e).orElse(OrderKind.MANDATORY);
    Optional<Boolean> symmetrical = e.attribute("symmetrical").map(text -> Values.flag(text, true));
    if (!e.all("resource_set").isEmpty()) {
      return new Constraint.OrderSets(e.id(), kind, symmetrical, whole(e), e.position());
    }
    String firstAction = e.attribute("first-action", "start");
    return new Constraint.Order(
        e.id(),
        new ActionReference(
            new ResourceId(e.required("first")), firstAction, number(e, "first-instance")),
        new ActionReference(
            new ResourceId(e.required("then")),
            e.attribute("then-action", firstAction),
            number(e, "then-instance")),
        kind,
        symmetrical,
        e.attribute("require-all").map(text -> Values.flag(text, true)),
        e.position());
  }

  private static Optional<OrderKind> kind(XmlElement e) {
    Optional<OrderKind> named =
        e.attribute("kind")
            .map(text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "optional" -> OrderKind.OPTIONAL;
                  case "serialize" -> OrderKind.SERIALIZE;
                  default -> OrderKind.MANDATORY;
                });
    return named.or(() ->
        e.attribute("score")
            .map(text -> Sets.score(text).value() > 0 ? OrderKind.MANDATORY : OrderKind.OPTIONAL));
  }

  /** Those before one that is part of a clone, where the reader gives up. */
  private List<ResourceId> members(XmlElement set) {
    return set.all("resource_ref").stream()
        .map(r -> new ResourceId(r.id()))
        .takeWhile(id -> !parts.contains(id.value()))
        .toList();
  }

  /** Those before one that names part of a clone. */
  private List<ResourceSet> whole(XmlElement e) {
    return e.all("resource_set").stream()
        .takeWhile(set -> parts.namedBy(set).isEmpty())
        .map(this::set)
        .toList();
  }

  private ResourceSet set(XmlElement written) {
    XmlElement e =
        written.attribute("id-ref").map(id -> byId.getOrDefault(id, written)).orElse(written);
    return new ResourceSet(
        e.id(),
        members(e),
        Values.flag(e.value("sequential"), true),
        Values.flag(e.value("require-all"), true),
        role(e, "role"),
        e.attribute("action"),
        e.attribute("score").map(Sets::score),
        kind(e),
        e.attribute("ordering", "group").equals("listed"));
  }

  private Constraint ticket(XmlElement e) {
    List<ResourceSet> sets =
        new ArrayList<>(e.all("resource_set").stream().map(this::set).toList());
    e.attribute("rsc")
        .ifPresent(rsc ->
            sets.add(
                new ResourceSet(
                    e.id(),
                    List.of(new ResourceId(rsc)),
                    false,
                    false,
                    role(e, "rsc-role"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false)));
    LossPolicy policy =
        switch (e.attribute("loss-policy", "stop")) {
          case "demote" -> LossPolicy.DEMOTE;
          case "fence" -> LossPolicy.FENCE;
          case "freeze" -> LossPolicy.FREEZE;
          default -> LossPolicy.STOP;
        };
    return new Constraint.Ticket(e.id(), e.required("ticket"), sets, policy, e.position());
  }
}
