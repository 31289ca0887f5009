package ha.policy.pacemaker;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ActionReference;
import ha.model.definition.Constraint.Colocation;
import ha.model.definition.Constraint.ColocationSets;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.Order;
import ha.model.definition.Constraint.OrderSets;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Reference;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.definition.Constraint.Selector;
import ha.model.definition.Constraint.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Takes over constraints, without what they say of things that are not there. */
final class Constraints {
  private static final Set<String> ACTIONS = Set.of("start", "stop", "promote", "demote");

  private final Notes notes;
  private final Rules rules;
  private final Known known;

  Constraints(Notes notes, Rules rules, Known known) {
    this.notes = notes;
    this.rules = rules;
    this.known = known;
  }

  /**
   * Names that constraints may use.
   *
   * @param resources with members, clones, tags
   * @param promotable resources that can be promoted; tags are taken to be
   * @param devices what is a fence device now
   */
  record Known(
      Set<ResourceId> resources,
      Set<ResourceId> promotable,
      Set<NodeName> nodes,
      Set<ResourceId> devices) {}

  List<Constraint> take(List<Constraint> constraints) {
    List<Constraint> taken = new ArrayList<>();
    for (Constraint constraint : constraints) {
      Optional<? extends Constraint> here =
          switch (constraint) {
            case Location location -> location(location);
            case Colocation colocation -> colocation(colocation);
            case ColocationSets sets -> colocationSets(sets);
            case Order order -> order(order);
            case OrderSets sets -> orderSets(sets);
            case Ticket ticket -> ticket(ticket);
          };
      here.ifPresent(taken::add);
    }
    return taken;
  }

  private void leftOut(Constraint constraint, String why) {
    notes.leftOut(constraint.position(), "constraint " + constraint.id() + ": " + why, "");
  }

  private boolean has(Constraint constraint, ResourceId resource) {
    if (known.resources().contains(resource)) {
      return true;
    }
    leftOut(
        constraint,
        known.devices().contains(resource)
            ? "fence devices run nowhere, and wait for nothing"
            : "there is no resource " + resource);
    return false;
  }

  /** Whether it can ever be in that role; without a role, always. */
  private boolean suits(ResourceId resource, Optional<Role> role) {
    boolean promoting = role.map(r -> r == Role.PROMOTED || r == Role.UNPROMOTED).orElse(false);
    return !promoting || known.promotable().contains(resource);
  }

  private boolean suits(ResourceId resource, String action) {
    boolean promoting = action.equals("promote") || action.equals("demote");
    return !promoting || known.promotable().contains(resource);
  }

  // ---- location

  private Optional<Location> location(Location l) {
    Optional<Selector> selector = selector(l);
    Optional<Preference> preference = selector.flatMap(s -> preference(l));
    return preference.map(
        p -> new Location(l.id(), selector.get(), l.role(), p, l.discovery(), l.position()));
  }

  private Optional<Selector> selector(Location l) {
    return switch (l.resources()) {
      case Selector.Ids ids -> {
        List<ResourceId> here = ids.ids().stream().filter(id -> has(l, id)).toList();
        if (ids.ids().isEmpty()) {
          leftOut(l, "it names no resource");
        }
        List<ResourceId> suited = here.stream().filter(id -> suits(id, l.role())).toList();
        if (suited.size() < here.size()) {
          leftOut(l, "it is for a role that its resource never has");
        }
        yield suited.isEmpty() ? Optional.empty() : Optional.of(new Selector.Ids(suited));
      }
      case Selector.Pattern pattern -> {
        try {
          Pattern.compile(pattern.expression());
          yield Optional.of(pattern);
        } catch (PatternSyntaxException e) {
          leftOut(
              l, "'" + pattern.expression() + "' is no regular expression: " + e.getDescription());
          yield Optional.empty();
        }
      }
    };
  }

  private Optional<Preference> preference(Location l) {
    return switch (l.preference()) {
      case Preference.OfNode of -> {
        boolean there = known.nodes().contains(of.node());
        if (!there) {
          leftOut(l, "there is no node " + of.node());
        }
        yield there ? Optional.of(of) : Optional.empty();
      }
      case Preference.ByRule by -> {
        List<Preference.ScoredRule> scored = new ArrayList<>();
        for (Preference.ScoredRule rule : by.rules()) {
          String id = l.id() + "-rule-" + (scored.size() + 1);
          scored.add(
              new Preference.ScoredRule(
                  rules.clean(rule.rule(), id, l.position()), rule.score(), rule.scoreAttribute()));
        }
        if (scored.isEmpty()) {
          leftOut(l, "it says nothing of nodes");
        }
        yield scored.isEmpty() ? Optional.empty() : Optional.of(new Preference.ByRule(scored));
      }
    };
  }

  // ---- colocation

  private Optional<Colocation> colocation(Colocation c) {
    if (!has(c, c.dependent().resource()) || !has(c, c.with().resource())) {
      return Optional.empty();
    }
    if (c.dependent().resource().equals(c.with().resource())) {
      leftOut(c, c.with().resource() + " stands there against itself");
      return Optional.empty();
    }
    if (!suits(c.with().resource(), c.with().role())
        || !suits(c.dependent().resource(), c.dependent().role())) {
      leftOut(
          c,
          "it is for a role that a resource of it never has"
              + (c.score().isInfinite()
                  ? ", so that " + c.dependent().resource() + " never ran with Pacemaker"
                  : ""));
      return Optional.empty();
    }
    if (c.score().value() == 0) {
      leftOut(
          c, "Pacemaker gives it no effect: its score is 0, or it is between tags or templates");
      return Optional.empty();
    }
    return Optional.of(
        new Colocation(
            c.id(),
            plain(c.dependent()),
            plain(c.with()),
            c.score(),
            c.nodeAttribute().isEmpty() ? "#uname" : c.nodeAttribute(),
            c.influence(),
            c.position()));
  }

  private static Reference plain(Reference reference) {
    return new Reference(
        reference.resource(), reference.role(), reference.instance().filter(n -> n >= 0));
  }

  private Optional<ColocationSets> colocationSets(ColocationSets c) {
    List<ResourceSet> sets = sets(c, c.sets());
    return sets.isEmpty()
        ? Optional.empty()
        : Optional.of(new ColocationSets(c.id(), c.score(), sets, c.influence(), c.position()));
  }

  // ---- order

  private Optional<Order> order(Order o) {
    if (!has(o, o.first().resource()) || !has(o, o.then().resource())) {
      return Optional.empty();
    }
    if (o.first().equals(o.then())) {
      leftOut(o, o.then().resource() + " stands there against itself");
      return Optional.empty();
    }
    for (ActionReference end : List.of(o.first(), o.then())) {
      if (!ACTIONS.contains(end.action())) {
        leftOut(o, "'" + end.action() + "' is nothing that can be ordered");
        return Optional.empty();
      }
      if (!suits(end.resource(), end.action())) {
        leftOut(o, end.resource() + " is not promotable, so " + end.action() + " never happens");
        return Optional.empty();
      }
    }
    return Optional.of(o);
  }

  private Optional<OrderSets> orderSets(OrderSets o) {
    List<ResourceSet> sets = sets(o, o.sets());
    return sets.isEmpty()
        ? Optional.empty()
        : Optional.of(new OrderSets(o.id(), o.kind(), o.symmetrical(), sets, o.position()));
  }

  private List<ResourceSet> sets(Constraint constraint, List<ResourceSet> sets) {
    List<ResourceSet> taken = new ArrayList<>();
    for (ResourceSet set : sets) {
      List<ResourceId> members =
          set.members().stream()
              .filter(member -> has(constraint, member))
              .filter(member -> suits(member, set.role()))
              .filter(member -> set.action().map(a -> suits(member, a)).orElse(true))
              .toList();
      if (members.isEmpty()) {
        continue;
      }
      taken.add(
          new ResourceSet(
              constraint.id() + "-set-" + (taken.size() + 1),
              members,
              set.sequential(),
              set.requireAll(),
              set.role(),
              set.action().filter(ACTIONS::contains),
              set.score(),
              set.kind(),
              set.listedOrder()));
    }
    if (taken.isEmpty()) {
      leftOut(constraint, "no resource is left in it");
    }
    return taken;
  }

  // ---- ticket

  private Optional<Ticket> ticket(Ticket t) {
    List<ResourceSet> sets = new ArrayList<>();
    for (ResourceSet set : t.resources()) {
      List<ResourceId> members =
          set.members().stream()
              .filter(member -> has(t, member))
              .filter(member -> suits(member, set.role()))
              .toList();
      if (!members.isEmpty()) {
        sets.add(
            new ResourceSet(
                t.id() + "-set-" + (sets.size() + 1),
                members,
                true,
                true,
                set.role(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true));
      }
    }
    if (sets.isEmpty()) {
      leftOut(t, "no resource is left in it");
      return Optional.empty();
    }
    return Optional.of(new Ticket(t.id(), t.ticket(), sets, t.lossPolicy(), t.position()));
  }
}
