package ha.policy.history;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.SourcePosition;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.Standing;
import ha.policy.options.Values;
import ha.policy.remote.RemoteStatus;
import ha.policy.situation.Node;
import ha.policy.situation.NodeReader;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.ResourceReader;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Phase: what runs where, and what failed, from the nodes' histories. */
public final class HistoryReader {
  /**
   * Attribute of a node: when its history is read, by which instances of a clone that are alike get
   * their numbers. Without it histories are read in the order of the nodes.
   */
  public static final String POSITION = "#position";

  /**
   * Attribute of a node: its history keeps the last of each operation. Without it a newer one that
   * does not recur takes the place of the one before it, whatever that did.
   */
  public static final String ALL_KEPT = "#history-of-each-operation";

  private final Situation s;

  private final Map<Resource, ResourceId> forgottenContainers = new LinkedHashMap<>();

  private HistoryReader(Situation s) {
    this.s = s;
  }

  public static void read(Situation s) {
    HistoryReader reader = new HistoryReader(s);
    List<Node> nodes = new ArrayList<>(s.nodes);
    nodes.sort(Comparator.comparingInt(n -> Values.score(n.attributes.get(POSITION), n.index)));
    RemoteStatus.unseen(s);
    Set<Node> read = new HashSet<>();
    for (Node node : nodes) {
      boolean mayHold = s.options.fencing() && node.standing != Standing.FENCED;
      if (node.online || (mayHold && !node.remote())) {
        reader.node(node);
        read.add(node);
      }
    }
    reader.linkForgotten();
    reader.reached(nodes, read);
    for (Node node : nodes) {
      boolean mayHold =
          node.standing == Standing.LOST
              || (s.options.fencing() && node.standing != Standing.FENCED);
      if (!read.add(node)) {
        continue;
      }
      if (node.remote()) {
        RemoteStatus.judge(s, node);
      }
      if (mayHold) {
        reader.node(node);
      } else if (node.remote()) {
        NodeReader.forgetWhatItSaid(s, node);
      }
    }
    Staying.spread(s);
    leaveAlone(s);
  }

  /** What wants fencing and has nothing to fence with cannot be helped: nothing is touched. */
  private static void leaveAlone(Situation s) {
    if (!s.options.fencing()
        || s.haveFenceDevice
        || s.all.stream().noneMatch(Resource::needsFencing)) {
      return;
    }
    s.nothingToFenceWith = true;
    s.all.forEach(r -> r.managed = false);
    s.problem(
        Problem.Severity.ERROR,
        null,
        null,
        "nothing is started or stopped: fencing is on, but no fence device is defined",
        "",
        "define fence devices; or, where nothing is shared, set fencing: false");
  }

  /** Guests that nobody defines any longer live where history says. */
  private void linkForgotten() {
    forgottenContainers.forEach((connection, id) ->
        s.named(id.value())
            .filter(Resource::isPrimitive)
            .ifPresent(container -> s.connections.contain(connection, container)));
  }

  /** Remote nodes and guests, each once its connection is known to be up. */
  private void reached(List<Node> nodes, Set<Node> read) {
    boolean more = true;
    while (more) {
      more = false;
      for (Node node : nodes) {
        if (node.remote() && RemoteStatus.reached(s, node) && read.add(node)) {
          RemoteStatus.judge(s, node);
          node(node);
          more = true;
        }
      }
    }
  }

  private void node(Node node) {
    Map<ResourceId, List<OperationRecord>> byResource = new LinkedHashMap<>();
    node.state.ifPresent(state ->
        state
            .history()
            .forEach(
                op -> byResource.computeIfAbsent(op.resource(), k -> new ArrayList<>()).add(op)));
    for (Map.Entry<ResourceId, List<OperationRecord>> entry : byResource.entrySet()) {
      List<OperationRecord> operations = entry.getValue();
      operations.sort(
          Comparator.comparingInt(
                  (OperationRecord op) -> op.callId() < 0 ? Integer.MAX_VALUE : op.callId())
              .thenComparing(op -> op.lastChange().orElse(Instant.EPOCH)));
      resource(node, entry.getKey(), operations);
    }
  }

  private void resource(Node node, ResourceId id, List<OperationRecord> operations) {
    Optional<Resource> found = find(node, id);
    Resource r = found.orElseGet(() -> orphan(id, operations.getFirst()));
    s.remember(
        new Situation.History(
            r, node, operations.getLast().agent(), Recurring.presentLife(operations)));
    Role saved = r.role;
    OperationReader reader = new OperationReader(s, r, node, operations);
    reader.readAll();
    Optional<Role> role = reader.role();
    if (reader.role().map(Role::isActive).orElse(false)) {
      r.historyIds.put(node, id.value());
    } else {
      r.historyIds.putIfAbsent(node, id.value());
    }
    if (role.isPresent()) {
      known(r, node);
    }
    Recurring.read(s, r, node, operations);
    settle(r, node, role.orElse(Role.STOPPED), reader);
    r.targetRole.ifPresent(target -> {
      boolean limits = target == Role.STOPPED || target == Role.UNPROMOTED;
      if (limits && r.nextRole.map(next -> target.compareTo(next) < 0).orElse(true)) {
        r.setNextRole(
            target,
            Reason.of("target-role", "the operator wants " + r + " no further than " + target));
      }
    });
    if (saved.compareTo(r.role) > 0) {
      r.role = saved;
    }
    if (!r.role.isActive() && !r.active.isEmpty()) {
      r.role = r.inPromotable() ? Role.UNPROMOTED : Role.STARTED;
    }
  }

  private static void known(Resource r, Node node) {
    r.known.add(node);
    if (!r.unique) {
      for (Resource up = r.parent; up != null; up = up.parent) {
        up.known.add(node);
      }
    }
  }

  private void settle(Resource r, Node node, Role role, OperationReader reader) {
    r.role = role;
    boolean active = role.isActive();
    if (active && !node.online) {
      boolean ours = !node.maintenance && r.managed;
      boolean guest = node.kind == Node.Kind.GUEST;
      if (ours && node.standing != Standing.FENCED && (s.options.fencing() || guest)) {
        boolean failedConnection = s.connections.of(node).map(c -> c.failed).orElse(false);
        if (node.kind == Node.Kind.REMOTE && !failedConnection) {
          node.unseen = true;
        }
        if (guest) {
          r.failed = true;
          r.stopNeeded = true;
        }
        s.mustFence(node, r + " is thought to be active there");
      }
    }
    if (!active && reader.danglingMigration()) {
      r.dangling.add(node);
    }
    if (!active) {
      FailureReaction.whenStopped(s, r, node, reader);
      return;
    }
    FailureReaction.whenActive(s, r, node, reader);
    activeOn(s, r, node);
  }

  /** Records that the resource is active on the node, and what follows from being so twice. */
  static void activeOn(Situation s, Resource r, Node node) {
    if (r.active.contains(node)) {
      return;
    }
    r.active.add(node);
    node.active.add(r);
    if (node.maintenance) {
      r.managed = false;
      r.maintenance = true;
    }
    if (!r.managed) {
      r.scores.add(
          node.index,
          Scores.INFINITY,
          Reason.of("unmanaged", r + " is left alone where it is, on " + node));
    } else if (r.active.size() > 1) {
      multiplyActive(s, r);
    }
    for (Resource up = r.parent; up != null; up = up.parent) {
      if (!up.active.contains(node)) {
        up.active.add(node);
      }
    }
  }

  private static void multiplyActive(Situation s, Resource r) {
    s.problem(
        Problem.Severity.ERROR,
        r,
        null,
        r + " is active on " + r.active.size() + " nodes at once: " + r.active,
        switch (r.multipleActive) {
          case STOP_START -> "it is stopped everywhere and started on one of them";
          case STOP_UNEXPECTED -> "it is stopped where it is not expected";
          case STOP_ONLY -> "it is stopped everywhere";
          case BLOCK -> "";
        },
        r.multipleActive == Resource.MultipleActive.BLOCK
            ? "stop it by hand on all but one node, then: hactl cleanup " + r.base()
            : "");
    switch (r.multipleActive) {
      case STOP_START, STOP_UNEXPECTED -> {}
      case STOP_ONLY -> banEverywhere(s, r, "multiple-active", r + " was active more than once");
      case BLOCK -> {
        List<Resource> blocked =
            r.parent != null && r.parent.isGroup() ? r.parent.children : List.of(r);
        for (Resource member : blocked) {
          member.managed = false;
          member.blocked = true;
          member.blockReason = r + " is active more than once";
        }
      }
    }
  }

  static void banEverywhere(Situation s, Resource r, String rule, String why) {
    for (Node node : s.nodes) {
      r.scores.add(node.index, -Scores.INFINITY, Reason.of(rule, why));
    }
  }

  private Optional<Resource> find(Node node, ResourceId id) {
    Resource named = s.byName.get(id.value());
    if (named == null) {
      named = s.byName.get(id.base());
    }
    if (named == null) {
      return Optional.empty();
    }
    if (named.isPrimitive()) {
      boolean exact = named.id.equals(id) || named.id.value().equals(id.base());
      return exact && !named.isClone() ? Optional.of(named) : Optional.empty();
    }
    if (!named.isClone()) {
      return Optional.empty();
    }
    boolean part =
        named.primitives().stream().anyMatch(p -> p.definition.id().value().equals(id.base()));
    if (!part) {
      return Optional.empty();
    }
    return Optional.of(
        named.unique ? uniqueInstance(named, id) : anonymousInstance(named, node, id.base()));
  }

  private Resource uniqueInstance(Resource clone, ResourceId id) {
    for (Resource primitive : clone.primitives()) {
      if (primitive.id.equals(id)) {
        return primitive;
      }
    }
    int number = numberOf(id, clone.children.size());
    Resource extra = ResourceReader.addInstance(s, clone, number);
    if (!s.options.stopOrphanResources()) {
      extra.primitives().forEach(primitive -> primitive.managed = false);
    }
    return member(extra, id.base(), true);
  }

  private static int numberOf(ResourceId id, int otherwise) {
    String value = id.value();
    String base = id.base();
    return value.length() > base.length()
        ? Integer.parseInt(value.substring(base.length() + 1))
        : otherwise;
  }

  /**
   * Instances of an anonymous clone are alike: any that is free will do. A second one on a node, or
   * one on a node that is lost where the clone does not care, is one too many.
   */
  private Resource anonymousInstance(Resource clone, Node node, String base) {
    Optional<Resource> within = s.bundles.in(node).flatMap(Replica::child);
    if (within.isPresent() && within.get().parent == clone) {
      return within.get();
    }
    Resource spare = null;
    boolean twice = false;
    for (Resource instance : clone.children) {
      Resource member = memberOrNull(instance, base);
      if (member == null) {
        continue;
      }
      if (instance.active.contains(node)) {
        if (!member.active.contains(node)) {
          return lostWithoutLoss(clone, member, node) ? tooMany(clone, base) : member;
        }
        twice = true;
      } else if (spare == null && free(instance, member, node)) {
        spare = member;
      }
    }
    boolean usable = spare != null && !twice && !lostWithoutLoss(clone, spare, node);
    return usable && spare != null ? spare : tooMany(clone, base);
  }

  private Resource tooMany(Resource clone, String base) {
    return member(ResourceReader.addInstance(s, clone, clone.children.size()), base, true);
  }

  private static boolean free(Resource instance, Resource member, Node node) {
    boolean pendingElsewhere = member.pendingNode != null && member.pendingNode != node;
    return instance.active.isEmpty() && !member.blocked && !pendingElsewhere;
  }

  /** What needs no fencing is not waited for; another instance may take its place elsewhere. */
  private boolean lostWithoutLoss(Resource clone, Resource member, Node node) {
    boolean everywhere = clone.cloneMax >= s.nodes.size();
    return (member.requires == Resource.Requires.NOTHING
            || member.requires == Resource.Requires.QUORUM)
        && (!node.online || node.unclean)
        && !everywhere;
  }

  private static @Nullable Resource memberOrNull(Resource instance, String base) {
    for (Resource primitive : instance.primitives()) {
      if (primitive.definition.id().value().equals(base)) {
        return primitive;
      }
    }
    return null;
  }

  private static Resource member(Resource instance, String base, boolean extra) {
    for (Resource primitive : instance.primitives()) {
      primitive.orphan = extra;
    }
    instance.orphan = extra;
    Resource found = memberOrNull(instance, base);
    return found == null ? instance.primitives().getFirst() : found;
  }

  private Resource orphan(ResourceId id, OperationRecord sample) {
    ResourceDefinition.Primitive definition =
        new ResourceDefinition.Primitive(
            id,
            sample.agent(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            SourcePosition.NONE);
    Resource orphan = ResourceReader.orphan(s, definition);
    if (s.options.stopOrphanResources()) {
      orphan.setNextRole(
          Role.STOPPED, Reason.of("orphan", "no definition of " + orphan + " is left"));
      banEverywhere(s, orphan, "orphan", "no definition of " + orphan + " is left");
    } else {
      orphan.managed = false;
    }
    sample
        .container()
        .filter(c -> s.connections.isConnection(orphan))
        .ifPresent(container -> forgottenContainers.put(orphan, container));
    return orphan;
  }
}
