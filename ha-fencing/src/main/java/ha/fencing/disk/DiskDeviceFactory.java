package ha.fencing.disk;

import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactory;
import ha.fencing.device.Parameters;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Builds devices of agent {@code disk}: message slots on a shared disk, for nodes with a watchdog.
 * Parameters: {@code device}, the disk or a partition of its own; {@code margin} (5s), to be added
 * to the time in which a message is obeyed.
 */
public final class DiskDeviceFactory implements DeviceFactory {
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(2);

  private final NodeName self;
  private final Incarnation first;
  private final Duration lease;

  /**
   * @param first the life with which this node's daemon began
   * @param lease how long a node may act without being heard of; no margin may be shorter
   */
  public DiskDeviceFactory(NodeName self, Incarnation first, Duration lease) {
    this.self = self;
    this.first = first;
    this.lease = lease;
  }

  @Override
  public boolean handles(String agent) {
    return agent.equals("disk");
  }

  @Override
  public String agents() {
    return "disk";
  }

  /** The disk that a definition names; empty if it names none. */
  public static Optional<Path> path(FenceDeviceDefinition definition) {
    return new Parameters(definition, Path.of("/")).file("device");
  }

  @Override
  public DeviceBuild build(FenceDeviceDefinition definition, Path directory) {
    Parameters in = new Parameters(definition, Path.of("/"));
    String path = in.required("device", "the shared disk, such as /dev/disk/by-id/…");
    Duration least = lease.plusSeconds(1);
    Duration otherwise = least.compareTo(MARGIN) > 0 ? least : MARGIN;
    Duration margin = in.duration("margin", otherwise, least, LONGEST_MARGIN);
    List<String> problems = in.problems();
    return problems.isEmpty()
        ? new DeviceBuild.Built(
            new DiskDevice(definition.id(), Path.of(path), self, first, margin), List.of())
        : new DeviceBuild.Rejected(problems);
  }
}
