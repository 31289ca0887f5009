package ha.api;

import ha.model.ledger.HistoryEvent;
import java.util.List;

/**
 * A part of the history.
 *
 * @param events oldest first
 * @param more older ones matched, but were too many
 */
public record HistoryPage(List<HistoryEvent> events, boolean more) {
  public HistoryPage {
    events = List.copyOf(events);
  }
}
