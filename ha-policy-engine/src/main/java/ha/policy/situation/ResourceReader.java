package ha.policy.situation;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.Reason;
import ha.policy.bundle.BundleParts;
import ha.policy.options.AttributeSets;
import ha.policy.options.Durations;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import ha.policy.utilization.ToldMemory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Phase: resources from their definitions, with a clone's instances. */
public final class ResourceReader {
  private final Situation s;

  /** Of each node. */
  private final List<Map<String, String>> attributes;

  /** How much memory nodes have, as far as they say it. */
  private final List<Long> memories;

  private ResourceReader(Situation s) {
    this.s = s;
    this.attributes = s.nodes.stream().map(n -> n.attributes).toList();
    this.memories =
        s.nodes.stream()
            .filter(n -> n.capacity.containsKey(ToldMemory.KIND))
            .map(n -> n.capacity.getOrDefault(ToldMemory.KIND, 0L))
            .toList();
  }

  public static void read(Situation s) {
    ResourceReader reader = new ResourceReader(s);
    for (ResourceDefinition definition : s.definitions.resources().values()) {
      s.resources.add(reader.build(definition, null, -1));
    }
    for (ResourceDefinition.Primitive connection : ConnectionReader.implied(s)) {
      s.resources.add(reader.build(connection, null, -1));
    }
    ConnectionReader.link(s);
    s.haveFenceDevice =
        !s.definitions.fenceDevices().isEmpty()
            || s.options.haveWatchdog()
            || s.all.stream().anyMatch(Resource::isFenceDevice);
  }

  /** Most important first, otherwise as written. */
  public static void sort(Situation s) {
    s.resources.sort(Comparator.comparingInt((Resource r) -> r.priority).reversed());
  }

  /** Adds a resource that only history knows. */
  public static Resource orphan(Situation s, ResourceDefinition.Primitive definition) {
    ResourceReader reader = new ResourceReader(s);
    Resource orphan = reader.build(definition, null, -1);
    orphan.orphan = true;
    s.resources.add(orphan);
    s.haveFenceDevice |= orphan.isFenceDevice();
    ConnectionReader.link(s, orphan);
    return orphan;
  }

  /** Adds an instance to a clone: one that history knows beyond those wanted. */
  public static Resource addInstance(Situation s, Resource clone, int number) {
    ResourceDefinition.Clone definition = (ResourceDefinition.Clone) clone.definition;
    Resource extra = new ResourceReader(s).build(definition.child(), clone, number);
    clone.children.add(extra);
    return extra;
  }

  private Resource build(ResourceDefinition definition, @Nullable Resource parent, int instance) {
    return switch (definition) {
      case ResourceDefinition.Primitive primitive -> {
        Resource r = add(Resource.Variant.PRIMITIVE, primitive, parent, instance);
        utilization(r, primitive);
        yield r;
      }
      case ResourceDefinition.Group group -> {
        Resource r = add(Resource.Variant.GROUP, group, parent, instance);
        for (ResourceDefinition.Primitive member : group.members()) {
          r.children.add(build(member, r, instance));
        }
        yield r;
      }
      case ResourceDefinition.Clone clone -> {
        Resource r = add(Resource.Variant.CLONE, clone, parent, instance);
        cloneSettings(r);
        for (int i = 0; i < r.cloneMax; i++) {
          r.children.add(build(clone.child(), r, i));
        }
        yield r;
      }
      case ResourceDefinition.Bundle bundle -> {
        Resource r = add(Resource.Variant.BUNDLE, bundle, parent, instance);
        bundle(r, bundle);
        yield r;
      }
    };
  }

  /** A resource with its options, without what is in it. */
  private Resource add(
      Resource.Variant variant,
      ResourceDefinition definition,
      @Nullable Resource parent,
      int instance) {
    ResourceId id = instance < 0 ? definition.id() : definition.id().instance(instance);
    Resource r = new Resource(s.all.size(), id, variant, definition, parent, s.nodes.size());
    r.instance = instance;
    s.all.add(r);
    options(r);
    settings(r);
    name(r);
    return r;
  }

  private void bundle(Resource whole, ResourceDefinition.Bundle definition) {
    whole.cloneMax = definition.container().replicas();
    whole.cloneNodeMax = definition.container().replicasPerHost();
    whole.promotable = definition.container().promotedMax() > 0;
    whole.interleave = Values.flag(whole.options, OptionNames.Resource.INTERLEAVE, false);
    BundleParts parts = new BundleParts(definition);
    Optional<Resource> child = parts.child().map(clone -> part(whole, clone));
    for (int i = 0; i < whole.cloneMax; i++) {
      int number = i;
      Optional<Resource> inside = child.map(clone -> clone.children.get(number));
      Optional<Resource> address = parts.address(i).map(ip -> part(whole, ip));
      Resource container = part(whole, parts.container(i));
      container.instance = i;
      Optional<Resource> connection = parts.connection(i).map(remote -> part(whole, remote));
      connection.ifPresent(c -> s.connections.allowAnyHost(container));
      Optional<Node> guest =
          connection.flatMap(c -> Optional.ofNullable(s.node(parts.guest(number))));
      s.bundles.add(new Replica(whole, i, container, address, connection, guest, inside));
      inside.ifPresent(filler -> takesRoom(container, filler));
    }
  }

  /** What lives in a container uses the room where the container is. */
  private static void takesRoom(Resource container, Resource filler) {
    for (Resource p : filler.primitives()) {
      p.utilization.forEach((kind, amount) -> container.utilization.merge(kind, amount, Long::sum));
      p.utilization.clear();
    }
  }

  private Resource part(Resource whole, ResourceDefinition definition) {
    Resource part = build(definition, whole, -1);
    whole.children.add(part);
    return part;
  }

  private void name(Resource resource) {
    Resource meant = resource.cloneOf().orElse(resource);
    s.byName.putIfAbsent(resource.definition.id().value(), meant);
    if (resource.instance >= 0 && resource.unique) {
      s.byName.putIfAbsent(resource.id.value(), resource);
    }
  }

  private void options(Resource r) {
    Map<String, String> options = new TreeMap<>();
    RuleContext context = s.rules();
    if (r.definition instanceof ResourceDefinition.Primitive primitive) {
      context = context.forAgent(primitive.agent());
    }
    AttributeSets.addMissing(options, r.definition.options(), context);
    if (r.parent != null) {
      r.parent.options.forEach(options::putIfAbsent);
    }
    AttributeSets.addMissing(options, s.definitions.resourceDefaults(), context);
    r.options = options;
  }

  private void settings(Resource r) {
    Map<String, String> o = r.options;
    r.priority = Values.score(o, OptionNames.Resource.PRIORITY, 0);
    r.critical = Values.flag(o, OptionNames.Resource.CRITICAL, true);
    r.managed = Values.flag(o, OptionNames.Resource.MANAGED, true);
    r.maintenance =
        s.options.maintenance() || Values.flag(o, OptionNames.Resource.MAINTENANCE, false);
    if (r.maintenance) {
      r.managed = false;
    }
    r.notify = Values.flag(o, OptionNames.Resource.NOTIFY, false);
    boolean connection = r.isPrimitive() && Reached.connects(r.agent());
    r.liveMigration = Values.flag(o, OptionNames.Resource.LIVE_MIGRATION, connection);
    boolean inClone = r.isClone() || r.cloneOf().isPresent();
    r.unique = !inClone || Values.flag(o, OptionNames.Resource.GLOBALLY_UNIQUE, false);
    r.stickiness =
        Math.max(
            0,
            Values.score(
                o,
                OptionNames.Resource.STICKINESS,
                inClone
                    ? Math.max(1, s.options.defaultStickiness())
                    : s.options.defaultStickiness()));
    if (inClone) {
      o.putIfAbsent(OptionNames.Resource.STICKINESS, Integer.toString(r.stickiness));
    }
    r.migrationThreshold =
        Values.score(o, OptionNames.Resource.MIGRATION_THRESHOLD, Scores.INFINITY);
    r.failureTimeout =
        Durations.parse(o.getOrDefault(OptionNames.Resource.FAILURE_TIMEOUT, "0"), Duration.ZERO);
    if (connection && !r.options.containsKey(OptionNames.Resource.CONTAINER)) {
      Optional.ofNullable(parameters(s, r, null).get("reconnect_interval"))
          .flatMap(Durations::parse)
          .filter(interval -> !interval.isZero())
          .ifPresent(interval -> r.failureTimeout = interval);
    }
    r.multipleActive =
        switch (o.getOrDefault(OptionNames.Resource.MULTIPLE_ACTIVE, "stop-start")
            .replace('_', '-')) {
          case "stop-only" -> Resource.MultipleActive.STOP_ONLY;
          case "block" -> Resource.MultipleActive.BLOCK;
          case "stop-unexpected" -> Resource.MultipleActive.STOP_UNEXPECTED;
          default -> Resource.MultipleActive.STOP_START;
        };
    r.requires = requires(r, o.get(OptionNames.Resource.REQUIRES));
    Optional.ofNullable(o.get(OptionNames.Resource.TARGET_ROLE))
        .ifPresent(text -> targetRole(r, text));
  }

  private Resource.Requires requires(Resource r, @Nullable String text) {
    if (text != null) {
      Resource.Requires asked =
          switch (text.toLowerCase(Locale.ROOT)) {
            case "nothing" -> Resource.Requires.NOTHING;
            case "quorum" -> Resource.Requires.QUORUM;
            case "unfencing" -> Resource.Requires.UNFENCING;
            default -> Resource.Requires.FENCING;
          };
      boolean fence = asked == Resource.Requires.FENCING || asked == Resource.Requires.UNFENCING;
      return fence && (!s.options.fencing() || r.isFenceDevice())
          ? Resource.Requires.QUORUM
          : asked;
    }
    return r.isFenceDevice() || !s.options.fencing()
        ? Resource.Requires.QUORUM
        : s.unfences() ? Resource.Requires.UNFENCING : Resource.Requires.FENCING;
  }

  private void targetRole(Resource r, String text) {
    boolean promotable =
        r.inPromotable()
            || (r.isClone() && Values.flag(r.options, OptionNames.Resource.PROMOTABLE, false));
    switch (text.toLowerCase(Locale.ROOT)) {
      case "stopped" -> {
        r.targetRole = Optional.of(Role.STOPPED);
        r.setNextRole(Role.STOPPED, Reason.of("target-role", "the operator wants it stopped"));
      }
      case "unpromoted", "slave" -> {
        if (promotable) {
          r.targetRole = Optional.of(Role.UNPROMOTED);
          r.setNextRole(
              Role.UNPROMOTED, Reason.of("target-role", "the operator wants it unpromoted"));
        }
      }
      case "promoted", "master" -> {
        if (promotable) {
          r.targetRole = Optional.of(Role.PROMOTED);
        }
      }
      default -> r.targetRole = Optional.empty();
    }
  }

  private void cloneSettings(Resource r) {
    Map<String, String> o = r.options;
    r.promotable = Values.flag(o, OptionNames.Resource.PROMOTABLE, false);
    r.interleave = Values.flag(o, OptionNames.Resource.INTERLEAVE, false);
    r.ordered = Values.flag(o, OptionNames.Resource.ORDERED, false);
    r.cloneMax = Values.score(o, OptionNames.Resource.CLONE_MAX, Math.max(1, s.nodes.size()));
    r.cloneNodeMax = Values.score(o, OptionNames.Resource.CLONE_NODE_MAX, 1);
    r.cloneMin = Values.score(o, OptionNames.Resource.CLONE_MIN, 0);
    if (!r.unique && r.cloneNodeMax > 1) {
      r.cloneNodeMax = 1;
    }
    if (r.promotable) {
      r.promotedMax = Values.score(o, OptionNames.Resource.PROMOTED_MAX, 1);
      r.promotedNodeMax = Values.score(o, OptionNames.Resource.PROMOTED_NODE_MAX, 1);
    }
  }

  private void utilization(Resource r, ResourceDefinition.Primitive primitive) {
    if (primitive.utilization().isEmpty() && memories.isEmpty()) {
      return;
    }
    Map<String, String> values =
        AttributeSets.values(primitive.utilization(), s.rules().forAgent(primitive.agent()));
    values.forEach((k, v) -> r.utilization.put(k, Values.amount(v)));
    if (!values.containsKey(ToldMemory.KIND)) {
      ToldMemory.of(primitive.id(), attributes, memories)
          .ifPresent(amount -> r.utilization.put(ToldMemory.KIND, amount));
    }
  }

  /** Parameters of a resource as they hold on a node. */
  public static SortedMap<String, String> parameters(Situation s, Resource r, @Nullable Node node) {
    RuleContext context = node == null ? s.rules() : s.rules().onNode(node.attributes);
    TreeMap<String, String> values = new TreeMap<>();
    for (Resource level = r; level != null; level = level.parent) {
      AttributeSets.addMissing(values, level.definition.parameters(), context);
    }
    return values;
  }
}
