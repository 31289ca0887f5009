package ha.agents.executor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders seen and their results, the newest of them. Guarded by the executor's lock. */
final class KnownResults {
  private static final int MOST = 1000;
  private static final int MOST_OUTPUT = 4096;

  private final Map<String, Optional<OperationResult.Finished>> byId = new LinkedHashMap<>();
  private final List<OperationResult.Finished> history = new ArrayList<>();

  boolean seen(String operationId) {
    return byId.containsKey(operationId);
  }

  /** The newest result of an order; empty while there is none. */
  Optional<OperationResult.Finished> of(String operationId) {
    return byId.getOrDefault(operationId, Optional.empty());
  }

  void ordered(String operationId) {
    byId.put(operationId, Optional.empty());
  }

  /** Was not run, and may be ordered again. */
  void forget(String operationId) {
    byId.remove(operationId);
  }

  void finished(OperationResult.Finished result) {
    byId.remove(result.request().operationId());
    byId.put(result.request().operationId(), Optional.of(result));
    history.add(shortened(result));
    if (history.size() > MOST) {
      history.removeFirst();
    }
    var oldest = byId.entrySet().iterator();
    while (byId.size() > MOST && oldest.hasNext()) {
      if (oldest.next().getValue().isPresent()) {
        oldest.remove();
      }
    }
  }

  private static OperationResult.Finished shortened(OperationResult.Finished full) {
    String output = full.output();
    return new OperationResult.Finished(
        full.request(),
        full.result(),
        output.substring(Math.max(0, output.length() - MOST_OUTPUT)),
        full.began(),
        full.took(),
        full.waited(),
        full.run(),
        full.remark(),
        full.unsolicited());
  }

  List<OperationResult.Finished> history() {
    return List.copyOf(history);
  }
}
