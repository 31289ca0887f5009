package ha.daemon.selffence;

import ha.fencing.FenceTopology;
import ha.fencing.disk.DiskDeviceFactory;
import ha.fencing.disk.DiskWatch;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fence disks that this node watches. Thread-safe. */
public final class Disks {
  private final NodeName self;
  private final Incarnation first;
  private final TreeMap<Path, DiskWatch> watches = new TreeMap<>();

  /**
   * @param first the life with which this daemon began
   */
  public Disks(NodeName self, Incarnation first) {
    this.self = self;
    this.first = first;
  }

  /** Watches the disks by which this node is fenced, and no others. */
  public synchronized void use(Definitions definitions) {
    TreeSet<Path> wanted = new TreeSet<>();
    FenceTopology.levels(definitions, self).stream()
        .flatMap(List::stream)
        .flatMap(id -> Optional.ofNullable(definitions.fenceDevices().get(id)).stream())
        .filter(device -> device.agent().equals("disk"))
        .flatMap(device -> DiskDeviceFactory.path(device).stream())
        .forEach(wanted::add);
    watches
        .entrySet()
        .removeIf(e -> {
          boolean gone = !wanted.contains(e.getKey());
          if (gone) {
            // Taking the promise back needs the disk; nobody waits for that here.
            Thread.ofVirtual().start(e.getValue()::close);
          }
          return gone;
        });
    wanted.forEach(path -> watches.computeIfAbsent(path, p -> new DiskWatch(p, self, first)));
  }

  /** Whether a message on any of them would have been seen. */
  public synchronized boolean readable() {
    return watches.values().stream().allMatch(DiskWatch::readable);
  }

  /** Why somebody wrote that this node is to be reset. */
  public synchronized Optional<String> message() {
    return watches.values().stream().flatMap(w -> w.order().stream()).findFirst();
  }

  /** This life obeys, within that time. */
  public synchronized void promise(Incarnation life, Duration watchdog) {
    watches.values().forEach(w -> w.promise(life, watchdog));
  }

  /**
   * The daemon ends.
   *
   * @param takeBack nothing that runs on here is counted on any more
   */
  public synchronized void leave(boolean takeBack) {
    for (Map.Entry<Path, DiskWatch> each : watches.entrySet()) {
      if (takeBack) {
        each.getValue().close();
      } else {
        each.getValue().abandon();
      }
    }
    watches.clear();
  }
}
