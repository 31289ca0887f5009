package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.OperationRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What controllers say to each other. All may be lost or repeated: orders are resent until
 * accepted, reports until acknowledged, and both are told apart by their identity.
 */
public sealed interface ControllerMessage {
  /** Messages of another term than the receiver's are dropped. */
  Term term();

  /** Leader to member: do this, once. */
  sealed interface Order extends ControllerMessage {
    /** Unique in all terms. */
    String orderId();

    /** What it is about. */
    ResourceId resource();
  }

  /** Run this. */
  record RunOperation(Term term, String orderId, PlannedAction.Operation action) implements Order {
    @Override
    public ResourceId resource() {
      return action.resource();
    }
  }

  /** Stop repeating this. */
  record CancelRecurring(
      Term term, String orderId, ResourceId resource, String operation, Duration interval)
      implements Order {}

  /** Forget what you know of a resource. */
  record Forget(Term term, String orderId, ResourceId resource) implements Order {}

  /** A live migration to you begins once you have forgotten what you know of the resource. */
  record ExpectArrival(Term term, String orderId, Arrival arrival) implements Order {
    @Override
    public ResourceId resource() {
      return arrival.resource();
    }
  }

  /** Member to leader: the order arrived. */
  record OrderAccepted(Term term, String orderId) implements ControllerMessage {}

  /** Member to leader: what changed, oldest first. */
  record Report(Term term, Incarnation incarnation, List<Change> changes)
      implements ControllerMessage {
    public Report {
      changes = List.copyOf(changes);
    }
  }

  /** Leader to member: changes up to {@code version} have arrived. */
  record ReportReceived(Term term, long version) implements ControllerMessage {}

  /** Leader to member: nothing of you runs any more, you may go. */
  record Released(Term term) implements ControllerMessage {}

  /** One change at a member. */
  sealed interface Change {
    /** Counts a member's changes from 1, without gaps. */
    long version();

    /** An operation ended, or a recurring one's result changed. */
    record OperationEnded(long version, Optional<String> operationId, OperationRecord result)
        implements Change {}

    /** Something to be remembered of an operation, beside its result. */
    record Remarked(long version, OperationRemark remark) implements Change {}

    /** An agent set an attribute of its node; absent: removed it. */
    record AttributeSet(long version, String attribute, Optional<String> value) implements Change {}

    /** An agent here wants an attribute of any node changed; absent: removed. */
    record AttributeOrdered(long version, NodeName node, String attribute, Optional<String> value)
        implements Change {}

    /** The node wants to leave. */
    record LeaveAsked(long version) implements Change {}
  }
}
