package ha.daemon.controller;

import ha.model.Incarnation;
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

  /** Leader to member: run this. */
  record RunOperation(Term term, String operationId, PlannedAction.Operation action)
      implements ControllerMessage {}

  /** Member to leader: the order arrived. */
  record OperationAccepted(Term term, String operationId) implements ControllerMessage {}

  /** Leader to member: stop repeating this. */
  record CancelRecurring(Term term, ResourceId resource, String operation, Duration interval)
      implements ControllerMessage {}

  /** Leader to member: forget what you know of a resource. */
  record Forget(Term term, ResourceId resource) implements ControllerMessage {}

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

    /** An agent set an attribute of its node; absent: removed it. */
    record AttributeSet(long version, String attribute, Optional<String> value) implements Change {}

    /** The node wants to leave. */
    record LeaveAsked(long version) implements Change {}
  }
}
