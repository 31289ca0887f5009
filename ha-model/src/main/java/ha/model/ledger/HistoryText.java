package ha.model.ledger;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Instant;
import java.util.Optional;

/** What a ledger entry says to people. */
final class HistoryText {
  private static final String CLUSTER = "cluster";

  private HistoryText() {}

  /** The history line of {@code entry}; empty for what nobody wants to read. */
  static Optional<HistoryEvent> of(Position at, LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.TermBegan e ->
          line(
              at,
              e.at(),
              CLUSTER,
              none(),
              none(),
              "term "
                  + e.term()
                  + " began, leader "
                  + e.leader()
                  + ", members "
                  + String.join(" ", names(e)));
      case LedgerEntry.DefinitionsApplied e ->
          line(at, e.at(), e.author(), none(), none(), "definitions applied" + because(e.reason()));
      case LedgerEntry.NodeLeft e ->
          line(at, e.at(), CLUSTER, none(), Optional.of(e.node()), e.node() + " left the cluster");
      case LedgerEntry.NodeLost e ->
          line(at, e.at(), CLUSTER, none(), Optional.of(e.node()), e.node() + " lost: " + e.how());
      case LedgerEntry.FenceOrdered e ->
          line(
              at,
              e.at(),
              CLUSTER,
              none(),
              Optional.of(e.node()),
              "fencing " + e.node() + because(e.reason()));
      case LedgerEntry.FenceConfirmed e ->
          line(
              at,
              e.at(),
              e.author(),
              none(),
              Optional.of(e.node()),
              e.node() + " is off: " + e.how() + by(e.device()));
      case LedgerEntry.FenceFailed e ->
          line(
              at,
              e.at(),
              CLUSTER,
              none(),
              Optional.of(e.node()),
              "fencing " + e.node() + " failed: " + e.cause() + by(e.device()));
      case LedgerEntry.AttributeChanged ignored -> Optional.empty();
      case LedgerEntry.OperationFailed e ->
          line(
              at,
              e.at(),
              CLUSTER,
              Optional.of(e.resource()),
              Optional.of(e.node()),
              e.operation()
                  + " of "
                  + e.resource()
                  + " on "
                  + e.node()
                  + " failed (exit code "
                  + e.exitCode()
                  + ")"
                  + because(e.exitReason()));
      case LedgerEntry.FailuresCleared e ->
          line(
              at,
              e.at(),
              e.author(),
              Optional.of(e.resource()),
              e.node(),
              "failures of " + e.resource() + " forgotten" + because(e.reason()));
      case LedgerEntry.OverrideSet e ->
          line(
              at,
              e.at(),
              e.author(),
              none(),
              none(),
              "override " + e.override().key() + " set" + because(e.reason()));
      case LedgerEntry.OverrideLifted e ->
          line(
              at,
              e.at(),
              e.author(),
              none(),
              none(),
              "override " + e.key() + " lifted" + because(e.reason()));
      case LedgerEntry.Noted e -> line(at, e.at(), CLUSTER, e.resource(), e.node(), e.text());
    };
  }

  private static Iterable<String> names(LedgerEntry.TermBegan e) {
    return e.members().keySet().stream().map(NodeName::value).toList();
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static String by(String device) {
    return device.isEmpty() ? "" : " (" + device + ")";
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static Optional<HistoryEvent> line(
      Position at,
      Instant when,
      String author,
      Optional<ResourceId> resource,
      Optional<NodeName> node,
      String text) {
    return Optional.of(new HistoryEvent(at, when, text, resource, node, author));
  }
}
