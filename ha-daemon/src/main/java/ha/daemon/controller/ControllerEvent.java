package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.snapshot.OperationRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What can happen to a controller. */
public sealed interface ControllerEvent {
  /** Time passed; several times a second. */
  record Tick() implements ControllerEvent {}

  /** This node leads {@code term}; its members, each with the report it gave. */
  record Leading(Term term, SortedMap<NodeName, Member> members) implements ControllerEvent {}

  /** A member of a term, and the JSON of its {@link NodeReport}. */
  record Member(Incarnation incarnation, String report) {}

  /** This node follows. */
  record Following(Term term, NodeName leader) implements ControllerEvent {}

  /** This node has no authority. */
  record Suspended(String reason) implements ControllerEvent {}

  /** An entry is part of the record for good. */
  record Committed(Position position, LedgerEntry entry) implements ControllerEvent {}

  /** The record is now this, as JSON; entries after it follow. */
  record Restored(String state) implements ControllerEvent {}

  /** The cluster gave the former life of this daemon up; it goes on as a new one. */
  record Reborn(Incarnation incarnation) implements ControllerEvent {}

  /** What {@link ControllerEffect.Append} asked for is committed, or will not be. */
  record AppendEnded(long token, boolean committed, String why) implements ControllerEvent {}

  /** A message from another node's controller (or this one's). */
  record Received(NodeName from, ControllerMessage message) implements ControllerEvent {}

  /**
   * An operation ordered by {@link ControllerEffect.RunAgent} ended, or, without an id, a recurring
   * one's result changed or the agent reported a death by itself. Call id and order are given here.
   */
  record OperationEnded(Optional<String> operationId, OperationRecord result)
      implements ControllerEvent {}

  /** There is something to say of an operation here, beside its result. */
  record OperationRemarked(OperationRemark remark) implements ControllerEvent {}

  /** An agent here set an attribute of this node. */
  record AttributeSet(String attribute, Optional<String> value) implements ControllerEvent {}

  /** An agent here wants an attribute of any node changed, this one's too. */
  record AttributeOrdered(NodeName node, String attribute, Optional<String> value)
      implements ControllerEvent {}

  /** News of a fencing begun by {@link ControllerEffect.Fence}. */
  record FenceProgressed(long request, FenceProgress progress) implements ControllerEvent {}

  /** How a fencing goes. */
  sealed interface FenceProgress {
    /** The node is off, read back; recovery may begin. */
    record OffConfirmed(String device, String how) implements FenceProgress {}

    /** It is over without the node being off. */
    record Failed(String device, String cause) implements FenceProgress {}

    /** Switching on again ended, well or not. */
    record OnEnded(boolean on, String detail) implements FenceProgress {}
  }

  /** A moment that {@link ControllerEffect.WakeAt} asked for has come. */
  record WokenUp() implements ControllerEvent {}

  /** The daemon is to shut down cleanly. */
  record LeaveRequested() implements ControllerEvent {}

  /**
   * An operator's order, as the entries that it amounts to; they enter the ledger or are refused.
   */
  record Recorded(long token, List<LedgerEntry> entries) implements ControllerEvent {
    public Recorded {
      entries = List.copyOf(entries);
    }
  }
}
