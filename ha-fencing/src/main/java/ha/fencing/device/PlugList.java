package ha.fencing.device;

import java.util.List;

/** What a device can switch: its plugs by name, empty for a device of one node. */
public record PlugList(FenceResult result, List<String> plugs) {
  public PlugList {
    plugs = List.copyOf(plugs);
  }
}
