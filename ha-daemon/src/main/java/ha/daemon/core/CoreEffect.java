package ha.daemon.core;

import ha.daemon.blackbox.Note;
import ha.daemon.controller.ControllerMessage;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.membership.agreement.PeerMessage;
import ha.membership.ledger.DiskWrite;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a node wants done to the world, in this order. */
public sealed interface CoreEffect {
  /** To every other node, now; late is worse than lost. {@code life} is the sender's. */
  record Beat(Incarnation life, PeerMessage.Beat message) implements CoreEffect {}

  /** To another node's agreement. */
  record SendPeer(NodeName to, Incarnation life, PeerMessage message) implements CoreEffect {}

  /** To another node's controller. */
  record SendController(NodeName to, ControllerMessage message) implements CoreEffect {}

  /** A call of the API that only the leader can answer. */
  record ForwardCall(NodeName to, long number, ApiCall call) implements CoreEffect {}

  /** The answer to a call that {@code to} passed on. */
  record ForwardAnswer(NodeName to, long number, ApiReply reply) implements CoreEffect {}

  /** The answer to a call that came in here. */
  record Answer(long number, ApiReply reply) implements CoreEffect {}

  /** One write at a time, in this order; {@code Persisted} or {@code PersistFailed} follows. */
  record Persist(long ticket, DiskWrite write) implements CoreEffect {}

  /** Operations of older terms are refused from now on. */
  record TermBegan(Term term) implements CoreEffect {}

  /** Run an agent; {@code OperationEnded} follows. */
  record RunAgent(String operationId, Term term, PlannedAction.Operation action, boolean retreat)
      implements CoreEffect {}

  /** End a recurring operation. */
  record CancelRecurring(ResourceId resource, String operation, Duration interval)
      implements CoreEffect {}

  /** Drop operations that wait and have not begun. */
  record CancelQueued() implements CoreEffect {}

  /**
   * Fence a node; {@code FenceProgressed} follows. During {@code delay} only its power is read: off
   * already means confirmed.
   */
  record Fence(
      long request,
      NodeName node,
      Incarnation incarnation,
      FenceMode mode,
      Duration delay,
      String reason)
      implements CoreEffect {}

  /** Which nodes are reset by their own watchdogs, by the record; replaces what was known. */
  record WatchdogsKnown(SortedMap<NodeName, Watched> nodes) implements CoreEffect {}

  /** A life of a node and within what time it is reset once it may not act. */
  record Watched(Incarnation incarnation, Duration resetWithin) {}

  /** Ask a node's fence devices at once whether they would fence it. */
  record CheckFencing(NodeName node) implements CoreEffect {}

  /** Tell what only this node knows of itself; {@link CoreEvent.FactsGathered} follows. */
  record GatherFacts(long number) implements CoreEffect {}

  /** Do not fence after all, if nothing was sent yet. */
  record CancelFence(long request, String reason) implements CoreEffect {}

  /** A person knows that the node is off: end the fencing, whatever a device is doing. */
  record BreakOffFence(long request, String why) implements CoreEffect {}

  /** New definitions are in force: links, devices and timings may have changed. */
  record DefinitionsChanged(Definitions definitions) implements CoreEffect {}

  /** Send {@code WokenUp} at this moment; replaces an earlier one that is later. */
  record WakeAt(Instant moment) implements CoreEffect {}

  /**
   * The cluster may run elsewhere what runs here. Stops of all of it are among the effects; the
   * exit that follows is no success.
   */
  record EndEverything(String reason) implements CoreEffect {}

  /** The daemon may exit; {@code recorded}: the others know that nothing runs here. */
  record Exit(boolean recorded, String detail) implements CoreEffect {}

  /** It is on record that a node is off: agents that wait for it need not. */
  record NodeOff(NodeName node) implements CoreEffect {}

  /** These could not be stopped here, and may go on when this daemon ends: no success. */
  record StopsFailed(SortedSet<ResourceId> resources) implements CoreEffect {
    public StopsFailed {
      resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    }
  }

  /**
   * Exit without goodbye, as a daemon does that dies: the others have to make sure of this node.
   */
  record GiveUp() implements CoreEffect {}

  /** One line for the black box of this node. */
  record Noted(Note.Kind kind, String text) implements CoreEffect {}

  /** One sentence for the log. */
  record Say(String sentence) implements CoreEffect {}
}
