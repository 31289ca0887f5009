package ha.daemon.core;

import ha.api.NodeStatus.LinkStatus;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.controller.ControllerMessage;
import ha.daemon.controller.OperationRemark;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.membership.agreement.PeerMessage;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.snapshot.OperationRecord;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What can happen to a node. */
public sealed interface CoreEvent {
  /** Half a heartbeat went by. */
  record Tick() implements CoreEvent {}

  /** Another node's agreement says something. */
  record PeerSaid(NodeName from, Incarnation incarnation, PeerMessage message)
      implements CoreEvent {}

  /** Hint: nobody listens at that node's port any more. */
  record ProcessGone(NodeName node) implements CoreEvent {}

  /** That write is durable. */
  record Persisted(long ticket) implements CoreEvent {}

  /** That write failed and changed nothing. */
  record PersistFailed(long ticket, String cause) implements CoreEvent {}

  /** Another node's controller says something. */
  record ControllerSaid(NodeName from, ControllerMessage message) implements CoreEvent {}

  /**
   * An operation ended, or (no id) a recurring one's result changed or a death was noticed.
   *
   * @param result without call id
   */
  record OperationEnded(Optional<String> operationId, OperationRecord result)
      implements CoreEvent {}

  /** There is something to say of an operation, beside its result. */
  record OperationRemarked(OperationRemark remark) implements CoreEvent {}

  /** An agent here set an attribute of this node. */
  record AttributeSet(String attribute, Optional<String> value) implements CoreEvent {}

  /** An agent here wants an attribute of any node changed. */
  record AttributeOrdered(NodeName node, String attribute, Optional<String> value)
      implements CoreEvent {}

  /** News of a fencing. */
  record FenceProgressed(long request, FenceProgress progress) implements CoreEvent {}

  /** The moment asked for with {@link CoreEffect.WakeAt}. */
  record WokenUp() implements CoreEvent {}

  /** Shut down cleanly. */
  record LeaveRequested() implements CoreEvent {}

  /** Somebody calls the API of this node; {@link CoreEffect.Answer} follows under the number. */
  record Called(long number, ApiCall call) implements CoreEvent {}

  /** Another node passes a call on, because this one leads or is asked about itself. */
  record CallForwarded(NodeName from, long number, ApiCall call) implements CoreEvent {}

  /** The answer to a call that was passed on. */
  record CallAnswered(long number, ApiReply reply) implements CoreEvent {}

  /** What {@link CoreEffect.GatherFacts} asked for. */
  record FactsGathered(long number, ApiReply reply) implements CoreEvent {}

  /** How the links do, for status. */
  record LinksSeen(SortedMap<NodeName, List<LinkStatus>> links) implements CoreEvent {
    public LinksSeen {
      links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    }
  }
}
