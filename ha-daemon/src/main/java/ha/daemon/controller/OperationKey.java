package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.plan.PlannedAction;
import java.time.Duration;
import java.util.Comparator;

/** Which operation of which resource, on some node. */
record OperationKey(ResourceId resource, String operation, Duration interval)
    implements Comparable<OperationKey> {
  private static final Comparator<OperationKey> ORDER =
      Comparator.comparing(OperationKey::resource)
          .thenComparing(OperationKey::operation)
          .thenComparing(OperationKey::interval);

  static OperationKey of(PlannedAction.Operation action) {
    return new OperationKey(action.resource(), action.operation(), action.interval());
  }

  @Override
  public int compareTo(OperationKey other) {
    return ORDER.compare(this, other);
  }
}
