package ha.daemon.controller;

import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * After a boot, gives nodes that were not seen yet time to appear before they count as lost. A node
 * that took part in this daemon's life and vanished gets no grace.
 */
final class StartupHold {
  private final MonoTime booted;
  private final Set<NodeName> seen = new TreeSet<>();
  private boolean said;

  StartupHold(MonoTime booted) {
    this.booted = booted;
  }

  void saw(Collection<NodeName> members) {
    seen.addAll(members);
  }

  /** Nodes that are waited for; empty when deciding may begin. */
  Set<NodeName> waitingFor(View view, Collection<NodeName> members, MonoTime now) {
    Duration patience = view.definitions().cluster().startupWait();
    Set<NodeName> missing = new TreeSet<>();
    if (now.since(booted).compareTo(patience) >= 0) {
      return missing;
    }
    for (NodeName node : view.definitions().nodes().keySet()) {
      Standing standing = view.record().node(node).standing();
      boolean unclear =
          standing == Standing.UNSEEN || standing == Standing.LOST || standing == Standing.MEMBER;
      if (unclear && !members.contains(node) && !seen.contains(node)) {
        missing.add(node);
      }
    }
    return missing;
  }

  boolean isOver(View view, Collection<NodeName> members, MonoTime now, Step step) {
    Set<NodeName> missing = waitingFor(view, members, now);
    if (!missing.isEmpty() && !said) {
      said = true;
      step.say(
          "waiting up to "
              + view.definitions().cluster().startupWait().toSeconds()
              + " s after boot for "
              + missing
              + " before it is fenced");
    }
    return missing.isEmpty();
  }
}
