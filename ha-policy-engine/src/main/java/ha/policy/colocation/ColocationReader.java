package ha.policy.colocation;

import ha.model.Role;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.ResourceSet;
import ha.policy.remote.ContainerColocations;
import ha.policy.situation.Colocation;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Phase: pairs of resources that want to be together or apart. */
public final class ColocationReader {
  private final Situation s;

  private ColocationReader(Situation s) {
    this.s = s;
  }

  public static void read(Situation s) {
    ColocationReader reader = new ColocationReader(s);
    for (Constraint constraint : s.definitions.constraints()) {
      if (constraint instanceof Constraint.Colocation colocation) {
        reader.pair(colocation);
      } else if (constraint instanceof Constraint.ColocationSets sets) {
        reader.sets(sets);
      }
    }
    for (Resource r : s.all) {
      if (r.isGroup()) {
        reader.members(r);
      }
    }
    ContainerColocations.of(s).forEach(reader::add);
  }

  private void members(Resource group) {
    for (int i = 1; i < group.children.size(); i++) {
      Resource member = group.children.get(i);
      add(
          new Colocation(
              group.id + " members",
              "group",
              member,
              Optional.empty(),
              group.children.get(i - 1),
              Optional.empty(),
              Scores.INFINITY,
              Colocation.NODE_NAME,
              member.critical,
              group.position()));
    }
  }

  private void pair(Constraint.Colocation c) {
    if (c.score().value() == 0) {
      return;
    }
    for (Resource dependent : find(c.dependent())) {
      for (Resource primary : find(c.with())) {
        add(
            new Colocation(
                c.id(),
                "colocation",
                dependent,
                role(c.dependent().role()),
                primary,
                role(c.with().role()),
                c.score().value(),
                c.nodeAttribute().isEmpty() ? Colocation.NODE_NAME : c.nodeAttribute(),
                c.influence().orElse(dependent.critical),
                c.position()));
      }
    }
  }

  private List<Resource> find(Constraint.Reference reference) {
    return s.expand(reference.resource()).stream()
        .map(r -> reference.instance().map(number -> instance(r, number)).orElse(r))
        .toList();
  }

  private static Resource instance(Resource r, int number) {
    return r.children.stream()
        .filter(c -> r.isClone() && c.instance == number)
        .findFirst()
        .orElse(r);
  }

  /** "Started" says no more than that the resource runs. */
  private static Optional<Role> role(Optional<Role> role) {
    return role.filter(r -> r != Role.STARTED);
  }

  private void sets(Constraint.ColocationSets constraint) {
    ResourceSet previous = null;
    for (ResourceSet set : constraint.sets()) {
      within(constraint, set);
      if (previous != null) {
        between(constraint, previous, set);
      }
      previous = set;
    }
  }

  private int score(Constraint.ColocationSets constraint, ResourceSet set) {
    return set.score().orElse(constraint.score()).value();
  }

  private List<Resource> members(ResourceSet set) {
    List<Resource> members = new ArrayList<>();
    set.members().forEach(id -> members.addAll(s.expand(id)));
    return members;
  }

  private void within(Constraint.ColocationSets constraint, ResourceSet set) {
    int score = score(constraint, set);
    List<Resource> members = members(set);
    if (score == 0 || !set.sequential()) {
      return;
    }
    for (int i = 1; i < members.size(); i++) {
      Resource member = members.get(i);
      Resource before = members.get(i - 1);
      if (score < 0) {
        for (Resource other : members.subList(0, i)) {
          add(constraint, member, set, other, set, score);
        }
      } else if (set.listedOrder()) {
        add(constraint, before, set, member, set, score);
      } else {
        add(constraint, member, set, before, set, score);
      }
    }
  }

  private void between(Constraint.ColocationSets constraint, ResourceSet from, ResourceSet to) {
    int score = constraint.score().value();
    List<Resource> dependents = members(from);
    List<Resource> primaries = members(to);
    if (score == 0 || dependents.isEmpty() || primaries.isEmpty()) {
      return;
    }
    List<Resource> lead = from.sequential() ? List.of(dependents.getFirst()) : dependents;
    List<Resource> tail = to.sequential() ? List.of(primaries.getLast()) : primaries;
    for (Resource dependent : lead) {
      for (Resource primary : tail) {
        add(constraint, dependent, from, primary, to, score);
      }
    }
  }

  private void add(
      Constraint.ColocationSets constraint,
      Resource dependent,
      ResourceSet dependentSet,
      Resource primary,
      ResourceSet primarySet,
      int score) {
    add(
        new Colocation(
            constraint.id(),
            "colocation",
            dependent,
            role(dependentSet.role()),
            primary,
            role(primarySet.role()),
            score,
            Colocation.NODE_NAME,
            constraint.influence().orElse(dependent.critical),
            constraint.position()));
  }

  private void add(Colocation colocation) {
    s.colocations.add(colocation);
    colocation.dependent().colocatedWith.addFirst(colocation);
    colocation.primary().dependents.addFirst(colocation);
  }
}
