package ha.api;

import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.OperatorOverride;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The cluster at one moment, as the answering node knows it.
 *
 * @param at clock of the answering node (UTC); ages are counted from here
 * @param cluster its name
 * @param answeredBy the node that answers: the leader, where there is one, and not the node that
 *     was asked
 * @param leader who decides; absent: nobody, or unknown
 * @param revision of the definitions in force; 0: none yet
 * @param lastChange the newest change of the definitions
 * @param maintenance nothing is done to anything
 * @param settled nothing is in flight and nothing remains to be done
 * @param resources top level, in the order of the definitions
 * @param overrides operators' orders in force
 * @param problems most serious first
 */
public record ClusterStatus(
    Instant at,
    String cluster,
    NodeName answeredBy,
    Optional<NodeName> leader,
    Term term,
    QuorumStatus quorum,
    long revision,
    Optional<LastChange> lastChange,
    boolean maintenance,
    boolean settled,
    List<NodeStatus> nodes,
    List<ResourceStatus> resources,
    List<ActiveOverride> overrides,
    List<StatusProblem> problems) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
    resources = List.copyOf(resources);
    overrides = List.copyOf(overrides);
    problems = List.copyOf(problems);
  }

  /** Every resource of the tree, parents before children. */
  public List<ResourceStatus> allResources() {
    return resources.stream().flatMap(r -> r.all().stream()).toList();
  }

  /**
   * Votes and what they are good for.
   *
   * @param held the answering node is in a partition that may act
   * @param votes of the nodes in agreement with the answering node
   * @param needed to have quorum
   * @param total of all nodes
   * @param reason why or why not, one sentence
   */
  public record QuorumStatus(
      boolean held, int votes, int needed, int total, String reason, Optional<Waiting> waiting) {}

  /**
   * What is missing for quorum.
   *
   * @param nodes that are waited for
   * @param since when the wait began (UTC)
   * @param text what is waited for, one sentence
   * @param wayOut command that ends the wait if the nodes do not come
   */
  public record Waiting(List<NodeName> nodes, Instant since, String text, String wayOut) {
    public Waiting {
      nodes = List.copyOf(nodes);
    }
  }

  /** Who changed the definitions last. */
  public record LastChange(Instant at, String author, String reason) {}

  /** An operator's order in force; {@link OperatorOverride#expires} says until when. */
  public record ActiveOverride(
      OperatorOverride override, Instant since, String author, String reason) {}
}
