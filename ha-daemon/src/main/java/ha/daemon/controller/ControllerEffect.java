package ha.daemon.controller;

import ha.api.ProgressPage.ProgressEvent;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a controller wants done. */
public sealed interface ControllerEffect {
  /** Tell another node's controller. */
  record Send(NodeName to, ControllerMessage message) implements ControllerEffect {}

  /** Write into the ledger; {@link ControllerEvent.AppendEnded} follows under {@code token}. */
  record Append(long token, List<LedgerEntry> entries) implements ControllerEffect {
    public Append {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Run an agent here. The executor asks again, at the last moment, whether {@code term} is still
   * this node's and the lease holds.
   *
   * @param retreat ordered by nobody: a node without quorum stops what it runs; needs no lease
   */
  record RunAgent(String operationId, Term term, PlannedAction.Operation action, boolean retreat)
      implements ControllerEffect {}

  /** End a recurring operation here. */
  record CancelRecurring(ResourceId resource, String operation, Duration interval)
      implements ControllerEffect {}

  /** Drop operations that wait here and have not begun. */
  record CancelQueued() implements ControllerEffect {}

  /** Switch a node off, off and on, or on; {@link ControllerEvent.FenceProgressed} follows. */
  record Fence(long request, NodeName node, Incarnation incarnation, FenceMode mode, String reason)
      implements ControllerEffect {}

  /** A person knows that the node is off: end the fencing, also where a device is at work. */
  record BreakOffFence(long request, String reason) implements ControllerEffect {}

  /** It is on record that a node is off: agents that wait for it need not. */
  record NodeOff(NodeName node) implements ControllerEffect {}

  /** This node itself has to be fenced: leave that, and everything else, to the others. */
  record Condemned(String reason) implements ControllerEffect {}

  /** What runs here changed; agreement hands it to whoever leads next. */
  record ReportChanged(NodeReport report) implements ControllerEffect {}

  /** What runs here is worth this much in a fence race between two nodes. */
  record ClaimChanged(long claim) implements ControllerEffect {}

  /** New definitions are in force. */
  record DefinitionsChanged(Definitions definitions) implements ControllerEffect {}

  /** Something happened that people who wait would like to see. */
  record Progress(ProgressEvent event) implements ControllerEffect {}

  /** Send {@link ControllerEvent.WokenUp} at this moment of the wall clock (one at a time). */
  record WakeAt(Instant moment) implements ControllerEffect {}

  /** Everything here has stopped: say goodbye and exit. */
  record Leave() implements ControllerEffect {}

  /** These could not be stopped here, and may go on when this daemon ends: no success. */
  record StopsFailed(SortedSet<ResourceId> resources) implements ControllerEffect {
    public StopsFailed {
      resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    }
  }

  /** Exit without goodbye: the others have to make sure of this node. */
  record GiveUp() implements ControllerEffect {}

  /** An operator's entries cannot be recorded by this node now. */
  record RecordRefused(long token, String why) implements ControllerEffect {}

  /** One sentence for the log. */
  record Say(String sentence) implements ControllerEffect {}
}
