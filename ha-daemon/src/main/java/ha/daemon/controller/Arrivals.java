package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.snapshot.OperationRecord;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What live migrations may bring to a node. Only their source knows when; if it is lost in the
 * midst, nothing that was found here before its end proves that the resource is not here (safety
 * rule S6).
 */
final class Arrivals {
  private final TreeMap<ResourceId, Arrival> expected = new TreeMap<>();

  Arrivals(Collection<Arrival> reported) {
    reported.forEach(this::expect);
  }

  void expect(Arrival arrival) {
    expected.put(arrival.resource(), arrival);
  }

  List<Arrival> list() {
    return List.copyOf(expected.values());
  }

  /** Something was done here to the resource: its result says what there is. */
  void ended(OperationRecord result) {
    switch (result.operation()) {
      case "start", "stop", "migrate_from" -> expected.remove(result.resource());
      case String ignored -> {}
    }
  }

  void forget(ResourceId resource) {
    expected.remove(resource);
  }

  void clear() {
    expected.clear();
  }
}
