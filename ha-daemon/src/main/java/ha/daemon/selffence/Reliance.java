package ha.daemon.selffence;

import ha.fencing.FenceTopology;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the others rely on when they hold this node for off without having read it. */
public enum Reliance {
  /** Nothing: it is switched off and read back. */
  NOTHING,
  /** That it is reset when it may not act and may hold something. */
  AUTHORITY,
  /** That it obeys messages on a shared disk, and is reset when it can neither read nor act. */
  DISK;

  /** By the devices that fence {@code node}. */
  public static Reliance of(Definitions definitions, NodeName node) {
    Set<String> agents =
        FenceTopology.levels(definitions, node).stream()
            .flatMap(List::stream)
            .flatMap(id -> Optional.ofNullable(definitions.fenceDevices().get(id)).stream())
            .map(FenceDeviceDefinition::agent)
            .collect(Collectors.toSet());
    return agents.contains("watchdog") ? AUTHORITY : agents.contains("disk") ? DISK : NOTHING;
  }
}
