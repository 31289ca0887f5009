package ha.policy.situation;

import ha.model.ResourceId;
import ha.model.Role;
import ha.model.definition.AgentRef;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.SourcePosition;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource during one decision: a primitive or one instance of it, a group or one instance of it,
 * or a clone. Filled phase by phase; see {@link ha.policy.Scheduler}.
 */
public final class Resource {
  /** What kind of thing it is. */
  public enum Variant {
    PRIMITIVE,
    GROUP,
    CLONE,
    BUNDLE
  }

  /** What must be so before the resource may start. */
  public enum Requires {
    NOTHING,
    QUORUM,
    FENCING,
    UNFENCING
  }

  /** What happens when it is active more often than it should. */
  public enum MultipleActive {
    STOP_START,
    STOP_ONLY,
    STOP_UNEXPECTED,
    BLOCK
  }

  // identity
  public final int index;
  public final ResourceId id;
  public final Variant variant;
  public final ResourceDefinition definition;
  public final @Nullable Resource parent;
  public final List<Resource> children = new ArrayList<>();

  /** The name without instance number. */
  public final ResourceId plainId;

  private final Optional<Resource> clone;

  /** Instance number within a clone, else −1. */
  public int instance = -1;

  // options
  public Map<String, String> options = new TreeMap<>();
  public int priority;
  public int stickiness;
  public boolean managed = true;
  public boolean maintenance;
  public boolean critical = true;
  public boolean notify;
  public boolean unique = true;
  public boolean orphan;
  public boolean liveMigration;
  public Requires requires = Requires.FENCING;
  public MultipleActive multipleActive = MultipleActive.STOP_START;
  public int migrationThreshold = Scores.INFINITY;
  public Duration failureTimeout = Duration.ZERO;
  public Optional<Role> targetRole = Optional.empty();
  public final Map<String, Long> utilization = new TreeMap<>();

  // options of a clone
  public int cloneMax;
  public int cloneNodeMax = 1;
  public int cloneMin;
  public int promotedMax;
  public int promotedNodeMax;
  public boolean interleave;
  public boolean ordered;
  public boolean promotable;

  /** Fewer instances are wanted than nodes are available. */
  public boolean fewerThanNodes;

  // what history says
  public Role role = Role.STOPPED;
  public final List<Node> active = new ArrayList<>();
  public final Set<Node> known = new LinkedHashSet<>();
  public final List<Node> dangling = new ArrayList<>();
  public final Map<Node, String> historyIds = new TreeMap<>((a, b) -> a.index - b.index);
  public @Nullable Node partialSource;
  public @Nullable Node partialTarget;

  /** The source has done its half of the migration. */
  public boolean partialSent;

  public @Nullable Node pendingStart;
  public @Nullable String pendingTask;
  public @Nullable Node pendingNode;
  public boolean failed;
  public boolean stopNeeded;
  public boolean demoteNeeded;
  public boolean failureIgnored;
  public boolean blocked;

  /** Where a migration that failed has left it, or what stands on it. */
  public @Nullable Node staysOn;

  public @Nullable String blockReason;
  public @Nullable Node lockNode;

  // placement
  public final Scores scores;
  public final List<Colocation> colocatedWith = new ArrayList<>();
  public final List<Colocation> dependents = new ArrayList<>();
  public boolean provisional = true;
  public boolean assigning;
  public boolean merging;
  public @Nullable Node assigned;
  public Optional<Role> nextRole = Optional.empty();
  public Optional<Reason> nextRoleReason = Optional.empty();
  public boolean exclusiveDiscovery;
  public final List<RoleScore> promotedLocations = new ArrayList<>();

  // promotion
  /** Why no instance of it may be promoted. */
  public Optional<Reason> mayPromote = Optional.empty();

  public int promotionPriority;
  public final List<Reason> promotionReasons = new ArrayList<>();

  /** How many instances of a clone each node has been given, by the node's index. */
  public final int[] instancesOn;

  // actions
  /** Options of the operations that were asked for. */
  public final IdentityHashMap<OperationDefinition, Map<String, String>> operationOptions =
      new IdentityHashMap<>(2);

  private final List<Action> actions = new ArrayList<>();

  /** Those that do not recur, by their operation. */
  private final Map<String, List<Action>> once = new HashMap<>();

  /** The nodes of all actions: most questions for one on some node are answered by that. */
  private final BitSet actedOn = new BitSet();

  public boolean moveReload;
  public boolean migrates;
  public final List<Reason> reasons = new ArrayList<>();

  /** A location's score for one role. */
  public record RoleScore(Node node, Role role, int score, Reason reason) {}

  public Resource(
      int index,
      ResourceId id,
      Variant variant,
      ResourceDefinition definition,
      @Nullable Resource parent,
      int nodes) {
    this.index = index;
    this.id = id;
    this.variant = variant;
    this.definition = definition;
    this.parent = parent;
    this.plainId = id.value().equals(id.base()) ? id : new ResourceId(id.base());
    this.clone =
        parent == null ? Optional.empty() : parent.isClone() ? Optional.of(parent) : parent.clone;
    this.scores = new Scores(nodes);
    this.instancesOn = new int[nodes];
  }

  public boolean isPrimitive() {
    return variant == Variant.PRIMITIVE;
  }

  public boolean isGroup() {
    return variant == Variant.GROUP;
  }

  public boolean isClone() {
    return variant == Variant.CLONE;
  }

  public boolean isBundle() {
    return variant == Variant.BUNDLE;
  }

  /** Whether it is several of one kind: a clone or a bundle. */
  public boolean isMultiple() {
    return isClone() || isBundle();
  }

  /** The instances of a clone, the containers of a bundle. */
  public List<Resource> copies() {
    return isBundle() ? children.stream().filter(c -> c.instance >= 0).toList() : children;
  }

  /** The agent of a primitive. */
  public AgentRef agent() {
    return ((ResourceDefinition.Primitive) definition).agent();
  }

  public boolean isFenceDevice() {
    return isPrimitive() && agent().standard().equals("fence");
  }

  /** The outermost resource that this is a part of; a bundle's parts stand for themselves. */
  public Resource top() {
    Resource top = this;
    while (top.parent != null && !top.parent.isBundle()) {
      top = top.parent;
    }
    return top;
  }

  /** The clone that this is an instance of, or part of an instance of. */
  public Optional<Resource> cloneOf() {
    return clone;
  }

  /** Whether this is, or is part of, an instance of a promotable clone. */
  public boolean inPromotable() {
    return cloneOf().map(c -> c.promotable).orElse(false);
  }

  /** Whether this is, or is part of, an instance of a clone whose instances are alike. */
  public boolean inAnonymousClone() {
    return cloneOf().map(c -> !c.unique).orElse(false);
  }

  /** The name without instance number where instances are alike. */
  public ResourceId base() {
    return clone.isPresent() && !unique ? plainId : id;
  }

  public SourcePosition position() {
    return definition.position();
  }

  /**
   * The node it is active on; of several the source of a migration, else the first. What needs no
   * fencing is looked for where nothing is fenced first.
   */
  public @Nullable Node current() {
    if (partialSource != null && active.contains(partialSource)) {
      return partialSource;
    }
    List<Node> counting = countsAsActive();
    return counting.isEmpty() ? null : counting.getFirst();
  }

  /** Whether it runs only where what may hold it elsewhere can be fenced. */
  public boolean needsFencing() {
    return requires == Requires.FENCING || requires == Requires.UNFENCING;
  }

  /** The nodes on which being active matters; where fencing takes care of it, it may not. */
  public List<Node> countsAsActive() {
    if (active.size() < 2 || needsFencing()) {
      return active;
    }
    List<Node> sound = new ArrayList<>(active.size());
    for (Node node : active) {
      if (node.online && !node.unclean) {
        sound.add(node);
      }
    }
    return sound.isEmpty() ? active : sound;
  }

  /** Whether it, or any part, is active. */
  public boolean isActive() {
    return isPrimitive() ? !active.isEmpty() : children.stream().anyMatch(Resource::isActive);
  }

  /** The greatest role that it, or a part of it, has now. */
  public Role currentRole() {
    return isPrimitive()
        ? role
        : children.stream().map(Resource::currentRole).max(Role::compareTo).orElse(Role.STOPPED);
  }

  /** The greatest role that it, or a part of it, will have. */
  public Role plannedRole() {
    return isPrimitive()
        ? nextRole.orElse(Role.STOPPED)
        : children.stream().map(Resource::plannedRole).max(Role::compareTo).orElse(Role.STOPPED);
  }

  /** Decides the role to come. */
  public void setNextRole(Role next, Reason why) {
    nextRole = Optional.of(next);
    nextRoleReason = Optional.of(why);
  }

  /** Every primitive in it, in the order written. */
  public List<Resource> primitives() {
    if (isPrimitive()) {
      return List.of(this);
    }
    List<Resource> all = new ArrayList<>(children.size());
    addPrimitives(all);
    return all;
  }

  private void addPrimitives(List<Resource> all) {
    for (Resource child : children) {
      if (child.isPrimitive()) {
        all.add(child);
      } else {
        child.addPrimitives(all);
      }
    }
  }

  /** The primitives by which this is started, stopped, promoted or demoted. */
  public List<Resource> acting(String operation) {
    if (!isBundle()) {
      return primitives();
    }
    if (operation.equals("promote") || operation.equals("demote")) {
      return children.stream()
          .filter(Resource::isClone)
          .flatMap(c -> c.primitives().stream())
          .toList();
    }
    return copies();
  }

  /** Every action that was thought of, in the order in which they were made. */
  public List<Action> actions() {
    return actions;
  }

  /** Adds one. */
  public void add(Action action) {
    actions.add(action);
    if (action.node != null) {
      actedOn.set(action.node.index);
    }
    if (action.interval.isZero()) {
      once.computeIfAbsent(action.operation, operation -> new ArrayList<>(2)).add(action);
    }
  }

  /** The actions for this operation that do not recur, as they are at this moment. */
  public List<Action> actions(String operation) {
    List<Action> found = once.get(operation);
    return found == null ? List.of() : List.copyOf(found);
  }

  /** The first action of this operation, on the node where one is given. */
  public @Nullable Action action(String operation, @Nullable Node node) {
    if (node != null && !actedOn.get(node.index)) {
      return null;
    }
    List<Action> found = once.getOrDefault(operation, List.of());
    for (int i = 0; i < found.size(); i++) {
      Action action = found.get(i);
      if (node == null || action.node == node) {
        return action;
      }
    }
    return null;
  }

  /** The operation with this interval on just this node, or on none. */
  public @Nullable Action operation(String operation, Duration interval, @Nullable Node node) {
    if (node != null && !actedOn.get(node.index)) {
      return null;
    }
    List<Action> candidates = interval.isZero() ? once.getOrDefault(operation, List.of()) : actions;
    for (int i = 0; i < candidates.size(); i++) {
      Action action = candidates.get(i);
      if (action.node == node
          && action.kind == Action.Kind.OPERATION
          && action.operation.equals(operation)
          && action.interval.equals(interval)) {
        return action;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return id.value();
  }
}
