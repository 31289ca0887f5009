package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What GET requests ask with; each component is a query parameter of the same name. */
public final class Queries {
  private Queries() {}

  /** Asks for all there is. */
  public record All() {}

  /** Asks about one node. */
  public record OfNode(NodeName node) {}

  /**
   * Asks for one revision of the definitions.
   *
   * @param revision absent: the one in force
   */
  public record OfRevision(Optional<Long> revision) {}

  /**
   * Asks why a resource is where it is, or a node as it is.
   *
   * @param resource a resource, group, clone, bundle or instance, or a node
   * @param on of a resource, only the verdicts on this node
   */
  public record OfResource(ResourceId resource, Optional<NodeName> on) {}

  /**
   * Asks for a part of the history.
   *
   * @param since not older (UTC)
   * @param limit the newest this many; absent: 500
   */
  public record OfHistory(
      Optional<ResourceId> resource,
      Optional<NodeName> node,
      Optional<Instant> since,
      Optional<Integer> limit) {}

  /**
   * Asks for what happened after a point.
   *
   * @param since cursor of an earlier answer; absent: from now on
   * @param patience the answer is held back until there is something new, {@link
   *     ProgressPage#settled} changed or this time is over; absent: not at all, at most 30 s
   */
  public record OfProgress(Optional<String> since, Optional<Duration> patience) {}
}
