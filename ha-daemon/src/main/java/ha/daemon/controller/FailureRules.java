package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.ledger.LedgerEntry;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.time.Instant;
import java.util.Optional;

/** Which results count as failures of an operation. */
final class FailureRules {
  /** The entry that counts this result, if it is a failure. */
  Optional<LedgerEntry> failure(
      OperationRecord result, NodeName node, Definitions definitions, Instant at) {
    boolean probe = result.operation().equals("monitor") && result.interval().isZero();
    boolean neverRan = result.status() == Status.CANCELLED || result.status() == Status.PENDING;
    if (probe || Results.isExpected(result) || neverRan) {
      return Optional.empty();
    }
    boolean fatal =
        result.operation().equals("stop")
            || (result.operation().equals("start") && startFailureIsFatal(definitions));
    return Optional.of(
        new LedgerEntry.OperationFailed(
            at,
            result.resource(),
            node,
            result.operation(),
            result.interval(),
            result.exitCode(),
            result.status() == Status.DONE ? result.exitReason() : Results.describe(result),
            fatal));
  }

  private static boolean startFailureIsFatal(Definitions definitions) {
    return definitions.clusterOptions().stream()
        .map(AttributeSet::values)
        .filter(values -> values.containsKey(OptionNames.Cluster.START_FAILURE_IS_FATAL))
        .findFirst()
        .map(values -> !"false".equals(values.get(OptionNames.Cluster.START_FAILURE_IS_FATAL)))
        .orElse(true);
  }
}
