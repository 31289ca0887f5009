package ha.model.plan;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Optional;

/**
 * Something that keeps the cluster from its aim.
 *
 * @param text what is wrong, in one sentence
 * @param next what the cluster will do about it by itself, or empty
 * @param remedy the command or act that helps, or empty
 */
public record Problem(
    Severity severity,
    Optional<ResourceId> resource,
    Optional<NodeName> node,
    String text,
    String next,
    String remedy) {
  /** How bad. */
  public enum Severity {
    WARNING,
    ERROR
  }
}
