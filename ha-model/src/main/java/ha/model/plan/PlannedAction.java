package ha.model.plan;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One thing to do. */
public sealed interface PlannedAction {
  Reason reason();

  /**
   * Runs an operation of an agent.
   *
   * @param resource instance to run it for
   * @param base the same without instance number, where the clone is anonymous
   * @param operation {@code start}, {@code stop}, {@code monitor} …
   * @param interval zero: once
   * @param expectedExitCode what success looks like
   * @param parameters for the agent, rules evaluated
   * @param environment further variables for the agent, such as notify lists
   * @param timeoutsAllowed of a recurring monitor: so many timeouts in a row are no failure
   * @param force of stop: one that failed is tried once more, by force
   */
  record Operation(
      ResourceId resource,
      ResourceId base,
      AgentRef agent,
      String operation,
      NodeName node,
      Duration interval,
      Duration timeout,
      int expectedExitCode,
      SortedMap<String, String> parameters,
      SortedMap<String, String> environment,
      Optional<NodeName> migrationSource,
      Optional<NodeName> migrationTarget,
      String parametersDigest,
      String restartDigest,
      int timeoutsAllowed,
      boolean force,
      Reason reason)
      implements PlannedAction {
    /** Variable that says whether a notification comes {@code pre} or {@code post} its step. */
    public static final String NOTIFY_TYPE = "OCF_RESKEY_CRM_meta_notify_type";

    public Operation {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
      environment =
          environment.isEmpty()
              ? Collections.emptySortedMap()
              : Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
  }

  /** Ends a recurring operation. */
  record CancelRecurring(
      ResourceId resource, String operation, Duration interval, NodeName node, Reason reason)
      implements PlannedAction {}

  /** Switches a node off, off then on, or on. */
  record Fence(NodeName node, FenceMode mode, Reason reason) implements PlannedAction {}

  /** Lets a node that asked to leave go, once nothing runs there. */
  record ReleaseNode(NodeName node, Reason reason) implements PlannedAction {}

  /** Forgets what is known of a resource on a node, so that it is probed afresh. */
  record ForgetHistory(ResourceId resource, NodeName node, Reason reason)
      implements PlannedAction {}

  /** Clears fail counts. */
  record ClearFailures(ResourceId resource, NodeName node, Reason reason)
      implements PlannedAction {}

  /**
   * Does nothing; a point that others are ordered around.
   *
   * @param guest at {@link #FENCED} the guest node that has ended with its container
   * @param mode at {@link #FENCED} whether the container comes back
   */
  record Milestone(
      ResourceId resource,
      String operation,
      Optional<NodeName> guest,
      Optional<FenceMode> mode,
      Reason reason)
      implements PlannedAction {
    /** The point at which a guest is certainly gone, as if it had been fenced. */
    public static final String FENCED = "fenced";

    public Milestone(ResourceId resource, String operation, Reason reason) {
      this(resource, operation, Optional.empty(), Optional.empty(), reason);
    }
  }

  /** What is done to a node's power. */
  enum FenceMode {
    REBOOT,
    OFF,
    ON
  }
}
