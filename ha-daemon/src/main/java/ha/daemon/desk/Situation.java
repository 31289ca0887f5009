package ha.daemon.desk;

import ha.api.ClusterStatus.QuorumStatus;
import ha.api.NodeStatus.LinkStatus;
import ha.daemon.controller.Controller.LeaderView;
import ha.daemon.controller.NodeReport;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that answers are made from.
 *
 * @param leading present on the leader only
 * @param own what this node reports of itself
 * @param links by node, as this node sees them
 */
public record Situation(
    Instant at,
    NodeName self,
    ClusterRecord record,
    Optional<Definitions> definitions,
    Term term,
    Optional<NodeName> leader,
    Optional<LeaderView> leading,
    NodeReport own,
    QuorumStatus quorum,
    SortedMap<NodeName, List<LinkStatus>> links) {

  /** Reports of all members on the leader, of this node alone elsewhere. */
  SortedMap<NodeName, NodeReport> reports() {
    return leading.map(LeaderView::members).orElseGet(this::ownOnly);
  }

  private SortedMap<NodeName, NodeReport> ownOnly() {
    TreeMap<NodeName, NodeReport> only = new TreeMap<>();
    only.put(self, own);
    return only;
  }

  Plan plan() {
    return leading.map(LeaderView::plan).orElse(Plan.EMPTY);
  }

  boolean isSettled() {
    return leading.map(LeaderView::settled).orElse(false);
  }
}
