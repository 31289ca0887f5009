package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.plan.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that keeps the cluster from its aim.
 *
 * @param text what is wrong, one sentence
 * @param since when it began (UTC)
 * @param next what the cluster will do about it by itself, or empty: nothing
 * @param nextAt when it will do so at the latest (UTC)
 * @param remedy command that helps, or empty
 */
public record StatusProblem(
    Problem.Severity severity,
    Optional<ResourceId> resource,
    Optional<NodeName> node,
    String text,
    Optional<Instant> since,
    String next,
    Optional<Instant> nextAt,
    String remedy) {}
