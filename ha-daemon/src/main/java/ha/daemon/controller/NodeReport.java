package ha.daemon.controller;

import ha.model.snapshot.OperationRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a member says of itself when a term begins.
 *
 * @param version number of the newest change that the report contains
 * @param history latest result of each operation in this incarnation
 * @param attributes that agents set on the node in this incarnation
 * @param leaving asked to leave
 * @param arrivals what live migrations under way may bring here
 */
public record NodeReport(
    long version,
    List<OperationRecord> history,
    List<InFlight> inFlight,
    SortedMap<String, String> attributes,
    boolean leaving,
    List<Arrival> arrivals) {
  public static final NodeReport EMPTY =
      new NodeReport(0, List.of(), List.of(), new TreeMap<>(), false, List.of());

  public NodeReport {
    history = List.copyOf(history);
    inFlight = List.copyOf(inFlight);
    arrivals = List.copyOf(arrivals);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
