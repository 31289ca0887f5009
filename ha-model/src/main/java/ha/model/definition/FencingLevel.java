package ha.model.definition;

import ha.model.DeviceId;
import ha.model.NodeName;
import java.util.List;

/**
 * One level of a node's fencing: every device of it must succeed, else the next level is tried.
 *
 * @param target which node
 * @param index 1 to 9, tried in ascending order
 */
public record FencingLevel(
    Target target, int index, List<DeviceId> devices, SourcePosition position) {
  public FencingLevel {
    devices = List.copyOf(devices);
  }

  /** Which nodes a level is for. */
  public sealed interface Target {
    record Node(NodeName name) implements Target {}

    record Pattern(String expression) implements Target {}

    record Attribute(String attribute, String value) implements Target {}
  }
}
