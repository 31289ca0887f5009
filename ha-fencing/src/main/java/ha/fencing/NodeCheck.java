package ha.fencing;

import ha.fencing.device.FenceResult;
import ha.model.DeviceId;
import ha.model.NodeName;
import java.time.Duration;
import java.util.List;

/** Whether a node could be fenced now, found out without switching anything. */
public record NodeCheck(NodeName node, List<DeviceCheck> devices) {
  public NodeCheck {
    devices = List.copyOf(devices);
  }

  /**
   * One device.
   *
   * @param level from 1
   */
  public record DeviceCheck(int level, DeviceId device, FenceResult result, Duration took) {}

  /** Whether at least one level would work as a whole. */
  public boolean fenceable() {
    return devices.stream()
        .mapToInt(DeviceCheck::level)
        .distinct()
        .anyMatch(level ->
            devices.stream().filter(d -> d.level() == level).allMatch(d -> d.result().success()));
  }

  /** Whether every device works. */
  public boolean allWell() {
    return !devices.isEmpty() && devices.stream().allMatch(d -> d.result().success());
  }
}
