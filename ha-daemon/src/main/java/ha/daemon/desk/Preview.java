package ha.daemon.desk;

import ha.daemon.controller.Decider;
import ha.daemon.controller.Forecast;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Plan;
import java.util.List;

/** What would be decided if something were recorded; nothing is. */
final class Preview {
  private Preview() {}

  static Plan after(
      Situation s, Definitions definitions, List<LedgerEntry> entries, Decider decider) {
    ClusterRecord record = s.record();
    for (LedgerEntry entry : entries) {
      record = record.apply(record.position(), entry);
    }
    return Forecast.decide(definitions, record, s.leading().orElseThrow(), decider, s.at());
  }
}
