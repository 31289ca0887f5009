package ha.membership.agreement;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.ClusterSettings;
import ha.model.ledger.LedgerEntry;
import java.util.List;

/** What can happen to an {@link Agreement}. */
public sealed interface AgreementEvent {
  /** Half a heartbeat went by. */
  record Tick() implements AgreementEvent {}

  /** A message of that life of a node, authenticated by the links. */
  record Received(NodeName from, Incarnation incarnation, PeerMessage message)
      implements AgreementEvent {}

  /** Hint: on every link, that node's host says that nobody listens at its daemon's port. */
  record ProcessGone(NodeName node) implements AgreementEvent {}

  /** That write is durable. */
  record Persisted(long ticket) implements AgreementEvent {}

  /** That write failed and changed nothing; it will be asked for again. */
  record PersistFailed(long ticket, String cause) implements AgreementEvent {}

  /** The controller proposes entries; the answer names the token. */
  record Append(long token, List<LedgerEntry> entries) implements AgreementEvent {
    public Append {
      entries = List.copyOf(entries);
    }
  }

  /** That life of the node is off: power read back by a device, or said by a person by name. */
  record FenceConfirmed(
      NodeName node, Incarnation incarnation, String device, String author, String how)
      implements AgreementEvent {}

  /** An attempt asked for with {@link AgreementEffect.FencePeer} failed. */
  record FenceFailed(NodeName node, Incarnation incarnation, String device, String cause)
      implements AgreementEvent {}

  /** What the peer's power reads; for people only, see {@link FenceConfirmed}. */
  record PeerPowerRead(NodeName node, Power power) implements AgreementEvent {}

  /** Power of a node. */
  enum Power {
    OFF,
    ON,
    UNKNOWN
  }

  /** Sum of the priorities of what runs here; of two nodes the greater fences first. */
  record ClaimChanged(long claim) implements AgreementEvent {}

  /** What runs here, as JSON; attached to promises. */
  record ReportChanged(String report) implements AgreementEvent {}

  /** New timings from the definitions. */
  record SettingsChanged(ClusterSettings settings) implements AgreementEvent {}

  /** The controller's fold of the ledger up to a committed entry; older entries may go. */
  record SnapshotTaken(long index, Term term, String state) implements AgreementEvent {}

  /** Clean shutdown; the controller has stopped everything here. */
  record LeaveRequested() implements AgreementEvent {}

  /** This node has to be fenced; it is for the others to do. */
  record Condemned(String reason) implements AgreementEvent {}

  /** An operator orders this one of two nodes to lead alone although it may not know the newest. */
  record LeadAloneOrdered(String author, String reason) implements AgreementEvent {}
}
