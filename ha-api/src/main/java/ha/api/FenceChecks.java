package ha.api;

import ha.api.NodeStatus.CheckState;
import ha.model.DeviceId;
import ha.model.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether a node could be fenced: every device, as every other member found it. */
public record FenceChecks(NodeName node, List<Check> checks) {
  public FenceChecks {
    checks = List.copyOf(checks);
  }

  /**
   * One device, asked by one member.
   *
   * @param level from 1
   * @param agent of the device
   * @param by the member that asks
   * @param at when it asked last (UTC)
   * @param detail what it found; holds no secret
   */
  public record Check(
      int level,
      DeviceId device,
      String agent,
      NodeName by,
      CheckState state,
      Optional<Instant> at,
      String detail) {}

  /** The members for which no level works as a whole: were they left, they could not fence. */
  public List<NodeName> powerless() {
    TreeMap<NodeName, TreeMap<Integer, Boolean>> levels = new TreeMap<>();
    for (Check check : checks) {
      levels
          .computeIfAbsent(check.by(), by -> new TreeMap<>())
          .merge(check.level(), check.state() == CheckState.OK, Boolean::logicalAnd);
    }
    TreeSet<NodeName> found = new TreeSet<>();
    levels.forEach((by, works) -> {
      if (!works.containsValue(true)) {
        found.add(by);
      }
    });
    return List.copyOf(found);
  }
}
