package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One resource of the tree.
 *
 * @param agent as written, {@code ocf:heartbeat:IPaddr2}; empty for groups and clones of groups
 * @param targetRole what it is to be; {@link Role#STOPPED} if it was stopped on purpose
 * @param managed whether the cluster may start and stop it
 * @param blocked why the cluster does nothing although something should be done; empty: it is not
 * @param instances where it is; of a primitive one (two while it migrates), of a clone one for each
 *     copy; none for groups, whose members have them
 * @param failures counted and not yet expired
 * @param timeouts of its monitors that were no failures, counted until cleanup
 * @param children members of a group, or the group inside a clone
 */
public record ResourceStatus(
    ResourceId id,
    Kind kind,
    String agent,
    Role targetRole,
    boolean managed,
    String blocked,
    List<Instance> instances,
    List<Failure> failures,
    List<Timeouts> timeouts,
    List<ResourceStatus> children) {
  public ResourceStatus {
    timeouts = List.copyOf(timeouts);
    instances = List.copyOf(instances);
    failures = List.copyOf(failures);
    children = List.copyOf(children);
  }

  /** One whose monitors never timed out. */
  public ResourceStatus(
      ResourceId id,
      Kind kind,
      String agent,
      Role targetRole,
      boolean managed,
      String blocked,
      List<Instance> instances,
      List<Failure> failures,
      List<ResourceStatus> children) {
    this(id, kind, agent, targetRole, managed, blocked, instances, failures, List.of(), children);
  }

  /** This resource and all that it holds, parents before children. */
  public List<ResourceStatus> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(c -> c.all().stream()))
        .toList();
  }

  /** What sort of resource. */
  public enum Kind {
    PRIMITIVE,
    GROUP,
    CLONE,
    PROMOTABLE_CLONE
  }

  /**
   * One copy on one node.
   *
   * @param node absent if it is stopped everywhere
   * @param running the operation in flight
   */
  public record Instance(
      ResourceId id, Optional<NodeName> node, State state, Optional<InFlight> running) {}

  /** What an instance is as far as is known. */
  public enum State {
    STOPPED,
    STARTED,
    UNPROMOTED,
    PROMOTED,
    /** Found broken, or its stop failed; it may still do something. */
    FAILED,
    /** Nobody can tell; never the same as stopped. */
    UNKNOWN
  }

  /**
   * An operation that runs now.
   *
   * @param operation {@code start}, {@code migrate_to} …
   * @param since when it began (UTC)
   * @param deadline when it will be given up (UTC)
   * @param target of a migration
   */
  public record InFlight(
      String operation, Instant since, Optional<Instant> deadline, Optional<NodeName> target) {}

  /**
   * Failures of one operation on one node.
   *
   * @param limit from this count on the resource leaves the node; INFINITY: never for this reason
   * @param last when it failed last (UTC)
   * @param expires when they are forgotten by themselves (UTC); absent: only by cleanup
   * @param exitCode of the last, as OCF numbers
   * @param reason the agent's words
   */
  public record Failure(
      ResourceId resource,
      NodeName node,
      String operation,
      Score count,
      Score limit,
      Instant last,
      Optional<Instant> expires,
      int exitCode,
      String reason) {}

  /**
   * Monitors that timed out and were asked again, on one node.
   *
   * @param last when the last one did (UTC)
   * @param reason the agent's words, and how pressed the node was
   */
  public record Timeouts(
      ResourceId resource, NodeName node, int count, Instant last, String reason) {}
}
