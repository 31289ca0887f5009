package ha.model.definition;

import ha.model.NodeName;
import java.util.List;

/**
 * A node.
 *
 * @param links the node's address on each link, in the same order on every node; 1 to 8
 * @param votes weight in the quorum, from 0
 * @param preference of two sides with equal claims the greater fences first
 */
public record NodeDefinition(
    NodeName name,
    Kind kind,
    List<String> links,
    int votes,
    int preference,
    List<AttributeSet> attributes,
    List<AttributeSet> utilization,
    SourcePosition position) {
  public NodeDefinition {
    links = List.copyOf(links);
    attributes = List.copyOf(attributes);
    utilization = List.copyOf(utilization);
  }

  /** Whether the node speaks with the others over links. */
  public boolean hasLinks() {
    return kind != Kind.REMOTE;
  }

  /** Whether the node takes part in membership, and how. */
  public enum Kind {
    MEMBER,
    REMOTE,
    /** Votes and keeps the record, but never leads, runs nothing and is never fenced. */
    WITNESS
  }
}
