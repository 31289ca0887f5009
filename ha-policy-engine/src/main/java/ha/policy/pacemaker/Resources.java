package ha.policy.pacemaker;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import ha.policy.cib.CibPositions;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes over resources; those that are fence devices go their own way. */
final class Resources {
  private static final Set<String> STANDARDS = Set.of("ocf", "systemd", "lsb", "service", "fence");
  private static final Set<String> OPERATIONS =
      Set.of(
          "start",
          "stop",
          "monitor",
          "promote",
          "demote",
          "notify",
          "migrate_to",
          "migrate_from",
          "reload",
          "reload-agent",
          "validate-all");

  private final Notes notes;
  private final Sets sets;
  private final Options options;
  private final CibPositions positions;
  private final FenceDevices fence;
  private final Map<ResourceId, ResourceDefinition> taken = new LinkedHashMap<>();
  private final Set<ResourceId> promotable = new HashSet<>();
  private final Set<ResourceId> names = new HashSet<>();
  private final Map<String, SourcePosition> templates = new HashMap<>();

  Resources(Notes notes, Sets sets, Options options, CibPositions positions, FenceDevices fence) {
    this.notes = notes;
    this.sets = sets;
    this.options = options;
    this.positions = positions;
    this.fence = fence;
  }

  void take(Collection<ResourceDefinition> definitions) {
    for (ResourceDefinition definition : definitions) {
      Optional<ResourceDefinition> here =
          switch (definition) {
            case Primitive primitive -> primitive(primitive, false).map(p -> p);
            case Group group -> group(group, false).map(g -> g);
            case Clone clone -> clone(clone).map(c -> c);
            case Bundle bundle -> Optional.of(bundle(bundle));
          };
      here.ifPresent(resource -> {
        taken.put(resource.id(), resource);
        names(resource);
      });
    }
    templates.forEach((template, position) ->
        notes.changed(
            position,
            "template " + template + " is written out in each resource that used it",
            "make it a template again under templates: if you like"));
  }

  Map<ResourceId, ResourceDefinition> taken() {
    return taken;
  }

  /** Resources, members of groups, clones and what these copy. */
  Set<ResourceId> names() {
    return names;
  }

  /** Those that can be promoted, with everything in them. */
  Set<ResourceId> promotable() {
    return promotable;
  }

  private void names(ResourceDefinition resource) {
    names.add(resource.id());
    switch (resource) {
      case Primitive primitive -> {}
      case Group group -> group.members().forEach(this::names);
      case Clone clone -> names(clone.child());
      case Bundle bundle -> bundle.child().ifPresent(this::names);
    }
  }

  private Optional<Primitive> primitive(Primitive p, boolean cloned) {
    if (FenceDevices.isOne(p)) {
      fence.add(p);
      return Optional.empty();
    }
    String id = p.id().value();
    Options.Owner owner = new Options.Owner("resource " + id, p.position());
    p.fromTemplate().ifPresent(t -> templates.putIfAbsent(t, positions.of(t).orElse(p.position())));
    return Optional.of(
        new Primitive(
            p.id(),
            agent(p),
            parameters(p.parameters(), id, p.position()),
            sets.beside(
                p.options(),
                id + "-options",
                Score.ZERO,
                p.position(),
                options.ofResource(owner, cloned)),
            utilization(p.utilization(), id, p.position()),
            operations(p),
            Optional.empty(),
            p.position()));
  }

  private List<AttributeSet> parameters(
      List<AttributeSet> written, String id, SourcePosition place) {
    return sets.alone(
        written,
        id + "-with",
        place,
        (from, name, value, into) -> {
          SourcePosition position = positions.pair(from.id(), name).orElse(place);
          String good = name.replaceAll("[^A-Za-z0-9_.-]", "_");
          if (Secrets.isOne(name)) {
            notes.toDo(
                position,
                "the secret " + name + " of resource " + id + " is not taken over",
                "use the agent's parameter that names a file, if it has one");
          } else if (!good.matches("[A-Za-z_].*")) {
            notes.leftOut(position, "'" + name + "' of resource " + id + " is no name", "");
          } else {
            if (!good.equals(name)) {
              notes.changed(position, "parameter '" + name + "' is " + good + " now", "");
            }
            into.put(good, value);
          }
        });
  }

  /** Capacities of a node or resource. */
  List<AttributeSet> utilization(List<AttributeSet> written, String id, SourcePosition place) {
    return sets.alone(
        written,
        id + "-utilization",
        place,
        (from, name, value, into) -> {
          String text = value.strip();
          if (text.matches("\\d{1,18}")) {
            into.put(name, Long.toString(Long.parseLong(text)));
          } else {
            SourcePosition position = positions.pair(from.id(), name).orElse(place);
            notes.leftOut(
                position,
                "utilization " + name + "=" + value + " of " + id + " is no whole number",
                "");
          }
        });
  }

  private AgentRef agent(Primitive p) {
    AgentRef agent = p.agent();
    String file = agent.type().substring(agent.type().lastIndexOf('/') + 1);
    String type = file.replaceAll("[^A-Za-z0-9_.@-]", "-");
    boolean ocf = agent.standard().equals("ocf");
    AgentRef here =
        STANDARDS.contains(agent.standard())
            ? new AgentRef(
                agent.standard(),
                ocf ? agent.provider().or(() -> Optional.of("heartbeat")) : Optional.empty(),
                type)
            : new AgentRef("lsb", Optional.empty(), type);
    if (!here.equals(agent)) {
      notes.toDo(
          p.position(),
          "resource " + p.id() + " is of " + agent + ", which there is not; written as " + here,
          "name the agent that is meant");
    }
    return here;
  }

  private List<OperationDefinition> operations(Primitive p) {
    List<OperationDefinition> taken = new ArrayList<>();
    for (OperationDefinition op : p.operations()) {
      long same = p.operations().stream().filter(o -> alike(o, op)).count();
      Optional<OperationDefinition> first =
          p.operations().stream().filter(o -> alike(o, op)).findFirst();
      String named = "operation " + op.name() + " of resource " + p.id();
      if (!OPERATIONS.contains(op.name())) {
        notes.leftOut(op.position(), named + ": the cluster never runs it", "");
      } else if (same > 1 && !op.interval().isZero()) {
        notes.toDo(
            op.position(),
            named + " has an interval twice, so that Pacemaker runs neither",
            "write each with an interval of its own");
      } else if (same > 1 && !first.equals(Optional.of(op))) {
        notes.leftOut(op.position(), named + " is there twice; the first counts", "");
      } else {
        taken.add(operation(p, op, named));
      }
    }
    return taken;
  }

  private static boolean alike(OperationDefinition a, OperationDefinition b) {
    return a.name().equals(b.name()) && a.interval().equals(b.interval());
  }

  private OperationDefinition operation(Primitive p, OperationDefinition op, String named) {
    String interval = ha.model.Durations.text(op.interval());
    String id = p.id() + "-" + op.name() + "-" + interval;
    Options.Owner owner = new Options.Owner(named, op.position());
    return new OperationDefinition(
        id,
        op.name(),
        op.interval(),
        sets.beside(
            op.options(),
            id + "-options",
            Score.INFINITY,
            op.position(),
            options.ofOperation(owner)),
        parameters(op.parameters(), id, op.position()),
        op.position());
  }

  private Optional<Group> group(Group g, boolean cloned) {
    String id = g.id().value();
    List<Primitive> members =
        g.members().stream().flatMap(member -> primitive(member, cloned).stream()).toList();
    if (members.isEmpty()) {
      if (g.members().isEmpty()) {
        notes.leftOut(g.position(), "group " + id + " is empty", "");
      }
      return Optional.empty();
    }
    Options.Owner owner = new Options.Owner(Options.GROUP + id, g.position());
    return Optional.of(
        new Group(
            g.id(),
            members,
            parameters(g.parameters(), id, g.position()),
            sets.beside(
                g.options(),
                id + "-options",
                Score.ZERO,
                g.position(),
                options.ofResource(owner, cloned)),
            g.position()));
  }

  private Optional<Clone> clone(Clone c) {
    String id = c.id().value();
    Optional<ResourceDefinition> child =
        switch (c.child()) {
          case Primitive primitive -> primitive(primitive, true).map(p -> p);
          case Group group -> group(group, true).map(g -> g);
          case Clone inner -> Optional.empty();
          case Bundle inner -> Optional.empty();
        };
    if (child.isEmpty()) {
      return Optional.empty();
    }
    Options.Owner owner = new Options.Owner("clone " + id, c.position());
    Clone here =
        new Clone(
            c.id(),
            child.get(),
            parameters(c.parameters(), id, c.position()),
            sets.beside(
                c.options(),
                id + "-options",
                Score.ZERO,
                c.position(),
                options.ofResource(owner, true)),
            c.position());
    Map<String, String> values =
        AttributeSets.values(here.options(), RuleContext.at(Instant.EPOCH));
    if (Values.flag(values, OptionNames.Resource.PROMOTABLE, false)) {
      promotable(here);
    }
    return Optional.of(here);
  }

  private void promotable(ResourceDefinition resource) {
    promotable.add(resource.id());
    switch (resource) {
      case Primitive primitive -> {}
      case Group group -> group.members().forEach(this::promotable);
      case Clone clone -> promotable(clone.child());
      case Bundle bundle -> bundle.child().ifPresent(this::promotable);
    }
  }

  private Bundle bundle(Bundle b) {
    String id = b.id().value();
    Options.Owner owner = new Options.Owner("bundle " + id, b.position());
    Bundle here =
        new Bundle(
            b.id(),
            b.container(),
            b.network(),
            b.storage(),
            b.child().flatMap(child -> primitive(child, true)),
            sets.beside(
                b.options(),
                id + "-options",
                Score.ZERO,
                b.position(),
                options.ofResource(owner, true)),
            b.position());
    if (b.container().promotedMax() > 0) {
      promotable(here);
    }
    return here;
  }
}
