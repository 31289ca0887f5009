package ha.simulation.oracle;

import ha.simulation.world.Machine;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where something may be active, as far as anybody can know without being there: from the begin of
 * its start until it was stopped, was looked for in vain, or its machine was read to be off.
 */
final class Holders {
  private final TreeMap<String, SortedSet<Integer>> places = new TreeMap<>();

  void add(String what, Machine machine) {
    places.computeIfAbsent(what, w -> new TreeSet<>()).add(machine.index());
  }

  void remove(String what, Machine machine) {
    SortedSet<Integer> at = places.get(what);
    if (at != null) {
      at.remove(machine.index());
    }
  }

  void removeAll(Machine machine) {
    places.values().forEach(at -> at.remove(machine.index()));
  }

  void removeAllBut(Set<String> kept, Machine machine) {
    places.forEach((what, at) -> {
      if (!kept.contains(what)) {
        at.remove(machine.index());
      }
    });
  }

  /** Whether it may be active on another machine. */
  boolean isElsewhere(String what, Machine machine) {
    SortedSet<Integer> at = places.get(what);
    return at != null && at.stream().anyMatch(index -> index != machine.index());
  }

  SortedSet<Integer> of(String what) {
    return places.getOrDefault(what, new TreeSet<>());
  }
}
