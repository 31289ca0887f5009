package ha.model.snapshot;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One operation in a node's history.
 *
 * @param resource instance the node knows it by, {@code disk:0}
 * @param operation {@code start}, {@code stop}, {@code monitor} (interval zero: a probe) …
 * @param callId order of the calls on the node; -1 for one that is pending
 * @param exitCode of the agent, OCF numbers; meaningless unless {@code status} is {@link
 *     Status#DONE}
 * @param expectedExitCode what the plan that ordered it expected, -1 for none
 * @param exitReason the agent's own words
 * @param lastRun when it began (UTC)
 * @param lastChange when its result last changed (UTC)
 * @param migrationSource of migrate_to and migrate_from
 * @param migrationTarget of migrate_to and migrate_from
 * @param parametersDigest of all parameters given, empty if unknown
 * @param restartDigest of those whose change needs a restart, empty if unknown
 * @param restartParameters which those are; absent where the agent cannot take over changes
 * @param openDigest of those that are no secrets, empty if unknown
 * @param secretParameters which are secrets
 * @param lastFailure kept apart because it was not what was expected
 * @param lockedSince when the resource was bound to the node because that left cleanly
 * @param container in which the resource lived, where it was known by that alone
 */
public record OperationRecord(
    ResourceId resource,
    AgentRef agent,
    String operation,
    Duration interval,
    int callId,
    Status status,
    int exitCode,
    int expectedExitCode,
    String exitReason,
    Optional<Instant> lastRun,
    Optional<Instant> lastChange,
    Optional<Duration> executionTime,
    Optional<NodeName> migrationSource,
    Optional<NodeName> migrationTarget,
    String parametersDigest,
    String restartDigest,
    Optional<List<String>> restartParameters,
    String openDigest,
    List<String> secretParameters,
    boolean lastFailure,
    Optional<Instant> lockedSince,
    Optional<ResourceId> container) {
  public OperationRecord {
    restartParameters = restartParameters.map(List::copyOf);
    secretParameters = List.copyOf(secretParameters);
  }

  /** An operation of which no more is known than our own executor records. */
  public OperationRecord(
      ResourceId resource,
      AgentRef agent,
      String operation,
      Duration interval,
      int callId,
      Status status,
      int exitCode,
      int expectedExitCode,
      String exitReason,
      Optional<Instant> lastRun,
      Optional<Instant> lastChange,
      Optional<Duration> executionTime,
      Optional<NodeName> migrationSource,
      Optional<NodeName> migrationTarget,
      String parametersDigest,
      String restartDigest) {
    this(
        resource,
        agent,
        operation,
        interval,
        callId,
        status,
        exitCode,
        expectedExitCode,
        exitReason,
        lastRun,
        lastChange,
        executionTime,
        migrationSource,
        migrationTarget,
        parametersDigest,
        restartDigest,
        Optional.empty(),
        "",
        List.of(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with its place in the order of the calls on its node. */
  public OperationRecord numbered(int number) {
    return new OperationRecord(
        resource,
        agent,
        operation,
        interval,
        number,
        status,
        exitCode,
        expectedExitCode,
        exitReason,
        lastRun,
        lastChange,
        executionTime,
        migrationSource,
        migrationTarget,
        parametersDigest,
        restartDigest,
        restartParameters,
        openDigest,
        secretParameters,
        lastFailure,
        lockedSince,
        container);
  }

  /** How an operation ended. */
  public enum Status {
    /** Still running, or never reported. */
    PENDING,
    /** The agent answered; see the exit code. */
    DONE,
    CANCELLED,
    TIMED_OUT,
    /** The agent does not know the operation. */
    NOT_SUPPORTED,
    /** The agent could not be run. */
    ERROR,
    /** Must not be tried on this node again. */
    ERROR_HARD,
    /** Must not be tried anywhere. */
    ERROR_FATAL,
    NOT_INSTALLED,
    NOT_CONNECTED,
    INVALID,
    /** Nothing is known of the outcome. Never the same as stopped. */
    UNKNOWN
  }
}
