package ha.fencing.device;

import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;

/**
 * Builds devices of one or more agents; found by {@code ServiceLoader}.
 *
 * <p>Building checks the definition and does not talk to the device. It may run a local program to
 * learn what parameters exist.
 */
public interface DeviceFactory {
  /** Whether this factory builds devices of {@code agent}. */
  boolean handles(String agent);

  /** What agents this factory builds, for messages: {@code ipmi}, {@code fence_*}. */
  String agents();

  /**
   * Builds a device, or says everything that is wrong with its definition.
   *
   * @param directory that relative file names in the definition start from
   */
  DeviceBuild build(FenceDeviceDefinition definition, Path directory);
}
