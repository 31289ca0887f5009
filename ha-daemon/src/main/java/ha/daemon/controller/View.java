package ha.daemon.controller;

import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import java.util.Optional;

/** The record, and the definitions in force as it holds them. */
record View(ClusterRecord record, Optional<Definitions> defined) {
  boolean isDefined() {
    return defined.isPresent();
  }

  Definitions definitions() {
    return defined.orElseThrow();
  }
}
