package ha.model.ledger;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One change of the replicated record. {@code at} is the proposer's wall clock, for people only;
 * {@code author} is who asked ({@code user@node}, or {@code cluster}).
 */
public sealed interface LedgerEntry {
  Instant at();

  /** First entry of a term: who leads and who takes part, each with its incarnation. */
  record TermBegan(Instant at, Term term, NodeName leader, SortedMap<NodeName, Incarnation> members)
      implements LedgerEntry {
    public TermBegan {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
  }

  /** New definitions, as the YAML text that was applied. */
  record DefinitionsApplied(Instant at, String yaml, String author, String reason)
      implements LedgerEntry {}

  /** A node said goodbye; nothing runs there any more but what it {@link NodeKeeps}. */
  record NodeLeft(Instant at, NodeName node, Incarnation incarnation) implements LedgerEntry {}

  /** A node that is about to leave leaves these running, because they are not managed. */
  record NodeKeeps(
      Instant at, NodeName node, Incarnation incarnation, SortedSet<ResourceId> resources)
      implements LedgerEntry {
    public NodeKeeps {
      resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    }
  }

  /** That life of a node is reset by its own watchdog, or (empty) is not; see {@link NodeFact}. */
  record NodeWatched(
      Instant at, NodeName node, Incarnation incarnation, Optional<Duration> resetWithin)
      implements LedgerEntry {}

  /** A node is gone without goodbye. */
  record NodeLost(Instant at, NodeName node, Incarnation incarnation, String how)
      implements LedgerEntry {}

  /** Fencing of a node was ordered. */
  record FenceOrdered(Instant at, NodeName node, Incarnation incarnation, String reason)
      implements LedgerEntry {}

  /** A node's incarnation is off: read back, or said by a person by name. */
  record FenceConfirmed(
      Instant at, NodeName node, Incarnation incarnation, String device, String author, String how)
      implements LedgerEntry {}

  /** An attempt to fence failed. */
  record FenceFailed(
      Instant at, NodeName node, Incarnation incarnation, String device, String cause)
      implements LedgerEntry {}

  /** Sets or (absent value) removes a transient attribute of a node. */
  record AttributeChanged(
      Instant at, NodeName node, String attribute, Optional<String> value, String author)
      implements LedgerEntry {}

  /** One more failure of an operation. */
  record OperationFailed(
      Instant at,
      ResourceId resource,
      NodeName node,
      String operation,
      Duration interval,
      int exitCode,
      String exitReason,
      boolean fatal)
      implements LedgerEntry {}

  /**
   * A monitor timed out and was asked again: no failure yet, see {@code timeouts-allowed}.
   *
   * @param reason the agent's words, and how pressed the node was
   */
  record MonitorTimedOut(Instant at, ResourceId resource, NodeName node, String reason)
      implements LedgerEntry {}

  /** Failures forgotten: by {@code cleanup}, by success, or by expiry. */
  record FailuresCleared(
      Instant at, ResourceId resource, Optional<NodeName> node, String author, String reason)
      implements LedgerEntry {}

  /** An operator's order that overrides definitions until lifted or expired. */
  record OverrideSet(Instant at, OperatorOverride override, String author, String reason)
      implements LedgerEntry {}

  /** An override ended. */
  record OverrideLifted(Instant at, String key, String author, String reason)
      implements LedgerEntry {}

  /** Something that people should find in the history. */
  record Noted(Instant at, String text, Optional<ResourceId> resource, Optional<NodeName> node)
      implements LedgerEntry {}
}
