package ha.policy.cib;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads fencing levels. */
final class CibTopology {
  private CibTopology() {}

  static List<FencingLevel> levels(XmlElement cib) {
    List<FencingLevel> levels = new ArrayList<>();
    for (XmlElement configuration : cib.all("configuration")) {
      for (XmlElement e : configuration.inside("fencing-topology")) {
        if (e.name().equals("fencing-level")) {
          level(e).ifPresent(levels::add);
        }
      }
    }
    return levels;
  }

  private static Optional<FencingLevel> level(XmlElement e) {
    List<DeviceId> devices =
        Arrays.stream(e.attribute("devices", "").split("[,\\s]+"))
            .filter(name -> !name.isEmpty())
            .map(DeviceId::new)
            .toList();
    String index = e.attribute("index", "");
    if (!index.matches("\\d{1,6}")) {
      return Optional.empty();
    }
    return target(e).map(t -> new FencingLevel(t, Integer.parseInt(index), devices, e.position()));
  }

  private static Optional<Target> target(XmlElement e) {
    Optional<Target> node = e.attribute("target").map(name -> new Target.Node(new NodeName(name)));
    return node.or(() -> e.attribute("target-pattern").map(Target.Pattern::new))
        .or(() ->
            e.attribute("target-attribute")
                .map(name -> new Target.Attribute(name, e.attribute("target-value", ""))));
  }
}
