package ha.model.ledger;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Optional;

/** What a ledger entry says to people. */
final class HistoryText {
  private static final String CLUSTER = "cluster";

  private HistoryText() {}

  /** The history line of {@code entry}; empty for what nobody wants to read. */
  static Optional<HistoryEvent> of(Position at, LedgerEntry entry) {
    return entry instanceof LedgerEntry.AttributeChanged
        ? Optional.empty()
        : Optional.of(
            new HistoryEvent(
                at, entry.at(), text(entry), resource(entry), node(entry), author(entry)));
  }

  private static String text(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.TermBegan e ->
          "term " + e.term() + " began, leader " + e.leader() + ", members " + names(e);
      case LedgerEntry.DefinitionsApplied e -> "definitions applied" + because(e.reason());
      case LedgerEntry.NodeLeft e -> e.node() + " left the cluster";
      case LedgerEntry.NodeKeeps e -> e.node() + " leaves running: " + e.resources();
      case LedgerEntry.NodeWatched e ->
          e.resetWithin()
              .map(within -> e.node() + " is guarded by its watchdog, " + within.toSeconds() + " s")
              .orElse(e.node() + " is not guarded by a watchdog any more");
      case LedgerEntry.NodeLost e -> e.node() + " lost: " + e.how();
      case LedgerEntry.FenceOrdered e -> "fencing " + e.node() + because(e.reason());
      case LedgerEntry.FenceConfirmed e -> e.node() + " is off: " + e.how() + by(e.device());
      case LedgerEntry.FenceFailed e ->
          "fencing " + e.node() + " failed: " + e.cause() + by(e.device());
      case LedgerEntry.AttributeChanged e -> e.attribute() + " of " + e.node() + " changed";
      case LedgerEntry.OperationFailed e -> failure(e);
      case LedgerEntry.MonitorTimedOut e ->
          "monitor of %s on %s timed out, asked again%s"
              .formatted(e.resource(), e.node(), because(e.reason()));
      case LedgerEntry.FailuresCleared e ->
          "failures of " + e.resource() + " forgotten" + because(e.reason());
      case LedgerEntry.OverrideSet e ->
          "override " + e.override().key() + " set" + because(e.reason());
      case LedgerEntry.OverrideLifted e -> "override " + e.key() + " lifted" + because(e.reason());
      case LedgerEntry.Noted e -> e.text();
    };
  }

  private static String failure(LedgerEntry.OperationFailed e) {
    return "%s of %s on %s failed (exit code %d)%s"
        .formatted(e.operation(), e.resource(), e.node(), e.exitCode(), because(e.exitReason()));
  }

  private static Optional<NodeName> node(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.NodeLeft e -> Optional.of(e.node());
      case LedgerEntry.NodeKeeps e -> Optional.of(e.node());
      case LedgerEntry.NodeWatched e -> Optional.of(e.node());
      case LedgerEntry.NodeLost e -> Optional.of(e.node());
      case LedgerEntry.FenceOrdered e -> Optional.of(e.node());
      case LedgerEntry.FenceConfirmed e -> Optional.of(e.node());
      case LedgerEntry.FenceFailed e -> Optional.of(e.node());
      case LedgerEntry.AttributeChanged e -> Optional.of(e.node());
      case LedgerEntry.OperationFailed e -> Optional.of(e.node());
      case LedgerEntry.MonitorTimedOut e -> Optional.of(e.node());
      case LedgerEntry.FailuresCleared e -> e.node();
      case LedgerEntry.Noted e -> e.node();
      case LedgerEntry.TermBegan _,
          LedgerEntry.DefinitionsApplied _,
          LedgerEntry.OverrideSet _,
          LedgerEntry.OverrideLifted _ ->
          Optional.empty();
    };
  }

  private static Optional<ResourceId> resource(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.OperationFailed e -> Optional.of(e.resource());
      case LedgerEntry.MonitorTimedOut e -> Optional.of(e.resource());
      case LedgerEntry.FailuresCleared e -> Optional.of(e.resource());
      case LedgerEntry.Noted e -> e.resource();
      case LedgerEntry _ -> Optional.empty();
    };
  }

  private static String author(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.DefinitionsApplied e -> e.author();
      case LedgerEntry.FenceConfirmed e -> e.author();
      case LedgerEntry.AttributeChanged e -> e.author();
      case LedgerEntry.FailuresCleared e -> e.author();
      case LedgerEntry.OverrideSet e -> e.author();
      case LedgerEntry.OverrideLifted e -> e.author();
      case LedgerEntry _ -> CLUSTER;
    };
  }

  private static String names(LedgerEntry.TermBegan e) {
    return String.join(" ", e.members().keySet().stream().map(NodeName::value).toList());
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static String by(String device) {
    return device.isEmpty() ? "" : " (" + device + ")";
  }
}
