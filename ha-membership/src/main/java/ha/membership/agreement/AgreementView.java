package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.LastMan;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.Position;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a node can say of its agreement, for status and for the controller.
 *
 * @param term the newest promised
 * @param members of the open term; empty if none
 * @param mayAct at the moment of the last step
 * @param waitsFor why it may not act and how out; empty if it may
 * @param last end of the log, {@code commit} the newest committed index
 * @param entriesSinceSnapshot how many committed entries a snapshot would replace
 * @param diskTrouble why the disk cannot be written; empty if it can
 */
public record AgreementView(
    NodeName self,
    Incarnation incarnation,
    PeerMessage.Role role,
    Term term,
    Optional<NodeName> leader,
    SortedMap<NodeName, Incarnation> members,
    boolean mayAct,
    MonoTime leaseUntil,
    String waitsFor,
    List<PeerView> peers,
    Electorate electorate,
    Position last,
    long commit,
    long entriesSinceSnapshot,
    Optional<LastMan> lastMan,
    Optional<String> diskTrouble) {
  public AgreementView {
    peers = List.copyOf(peers);
  }

  /**
   * How this node sees another.
   *
   * @param heard whether beats come from it at all
   * @param bothWays whether it hears this node too
   */
  public record PeerView(
      NodeName node,
      Incarnation incarnation,
      boolean heard,
      boolean bothWays,
      PeerMessage.Role role,
      Optional<AgreementEvent.Power> power) {}
}
