package ha.model.definition;

import ha.model.DeviceId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A device that can switch nodes off.
 *
 * @param agent one of {@link #BUILT_IN}, or {@code fence_…} for a fence agent
 * @param parameters as written; secrets are named by file ({@code password-file}), never held
 */
public record FenceDeviceDefinition(
    DeviceId id, String agent, SortedMap<String, String> parameters, SourcePosition position) {
  /** Agents that come with the daemon. */
  public static final Set<String> BUILT_IN = Set.of("disk", "ipmi", "watchdog");

  public FenceDeviceDefinition {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }
}
