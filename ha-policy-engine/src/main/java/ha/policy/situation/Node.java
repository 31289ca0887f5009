package ha.policy.situation;

import ha.model.NodeName;
import ha.model.definition.NodeDefinition;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node during one decision. */
public final class Node {
  /** How a node takes part. */
  public enum Kind {
    /** By itself. */
    MEMBER,
    /** Through a connection that some member holds. */
    REMOTE,
    /** Like a remote node, but it lives in a container that the cluster runs. */
    GUEST
  }

  public final int index;
  public final NodeName name;
  public final Standing standing;
  public final Kind kind;
  public final Map<String, String> attributes = new TreeMap<>();
  public final Map<String, Long> capacity = new TreeMap<>();
  public final Optional<NodeState> state;
  public final Optional<NodeDefinition> definition;
  private final Map<String, List<FailureCount>> failures = new HashMap<>();

  /** Operations can be run there. */
  public boolean online;

  /** Must be fenced before what it may hold is taken over. */
  public boolean unclean;

  public boolean pending;
  public boolean standby;
  public boolean standbyOnFail;
  public boolean maintenance;
  public boolean shutdown;
  public boolean unseen;

  /** Whether resources are looked for there. */
  public boolean discovery = true;

  /** Why it must be fenced. */
  public @Nullable String fenceReason;

  /** Resources active there. */
  public final List<Resource> active = new ArrayList<>();

  /** How many instances were assigned so far. */
  public int assignedCount;

  /** Sum of the priorities of what runs there. */
  public int priority;

  public int health;

  public Node(
      int index,
      NodeName name,
      Standing standing,
      Kind kind,
      Optional<NodeState> state,
      Optional<NodeDefinition> definition) {
    this.index = index;
    this.name = name;
    this.standing = standing;
    this.kind = kind;
    this.state = state;
    this.definition = definition;
    state.ifPresent(known -> {
      for (FailureCount failure : known.failures()) {
        failures.computeIfAbsent(failure.resource().base(), base -> new ArrayList<>()).add(failure);
      }
    });
  }

  /** Failures recorded here of resources with this name, instance numbers aside. */
  public List<FailureCount> failuresOf(String base) {
    return failures.isEmpty() ? List.of() : failures.getOrDefault(base, List.of());
  }

  void forgetFailures() {
    failures.clear();
  }

  /** Whether it is reached through a connection. */
  public boolean remote() {
    return kind != Kind.MEMBER;
  }

  /** Whether resources may run there at all. */
  public boolean available() {
    return online && !shutdown && !unclean && !standby && !maintenance && !pending;
  }

  /** Why no resource may run there; empty if it may. */
  public Optional<String> unavailability() {
    if (available()) {
      return Optional.empty();
    }
    if (unclean) {
      return Optional.of(
          "node " + name + " must be fenced" + (fenceReason == null ? "" : ": " + fenceReason));
    }
    if (!online) {
      return Optional.of("node " + name + " is not a member (" + standingWord() + ")");
    }
    if (pending) {
      return Optional.of("node " + name + " is still joining");
    }
    if (shutdown) {
      return Optional.of("node " + name + " is leaving");
    }
    if (standbyOnFail) {
      return Optional.of("node " + name + " is on standby because of a failure");
    }
    return Optional.of("node " + name + (maintenance ? " is in maintenance" : " is on standby"));
  }

  /** The standing, for sentences. */
  public String standingWord() {
    return switch (standing) {
      case MEMBER -> "member";
      case JOINING -> "joining";
      case LEAVING -> "leaving";
      case LEFT -> "left";
      case LOST -> "lost";
      case FENCED -> "off";
      case UNSEEN -> "never seen";
    };
  }

  @Override
  public String toString() {
    return name.value();
  }
}
