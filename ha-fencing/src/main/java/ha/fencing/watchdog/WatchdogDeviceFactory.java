package ha.fencing.watchdog;

import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactory;
import ha.fencing.device.Parameters;
import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Builds devices of agent {@code watchdog}: the node's own watchdog, which needs neither a BMC nor
 * a network. Parameter: {@code margin} (5s), to be added to the node's countdown; it holds the
 * lease of a membership and what clocks differ by.
 */
public final class WatchdogDeviceFactory implements DeviceFactory {
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

  private final WatchdogBook book;
  private final Duration lease;

  /**
   * @param lease how long a node may act without being heard of; no margin may be shorter
   */
  public WatchdogDeviceFactory(WatchdogBook book, Duration lease) {
    this.book = book;
    this.lease = lease;
  }

  @Override
  public boolean handles(String agent) {
    return agent.equals("watchdog");
  }

  @Override
  public String agents() {
    return "watchdog";
  }

  @Override
  public DeviceBuild build(FenceDeviceDefinition definition, Path directory) {
    Parameters in = new Parameters(definition, directory);
    Duration least = lease.plusSeconds(1);
    Duration otherwise = least.compareTo(MARGIN) > 0 ? least : MARGIN;
    Duration margin = in.duration("margin", otherwise, least, LONGEST_MARGIN);
    List<String> problems = in.problems();
    return problems.isEmpty()
        ? new DeviceBuild.Built(new WatchdogDevice(definition.id(), margin, book), List.of())
        : new DeviceBuild.Rejected(problems);
  }
}
