package ha.fencing;

import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.FencingLevel;
import ha.model.definition.FencingLevel.Target;
import ha.model.definition.NodeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which devices fence a node, in which order. Pure. */
public final class FenceTopology {
  private FenceTopology() {}

  /** The node's levels by ascending index; empty if none is defined for it. */
  public static List<List<DeviceId>> levels(Definitions definitions, NodeName node) {
    TreeMap<Integer, Set<DeviceId>> levels = new TreeMap<>();
    for (FencingLevel level : definitions.fencingTopology()) {
      if (meant(level.target(), node, definitions)) {
        levels
            .computeIfAbsent(level.index(), index -> new LinkedHashSet<>())
            .addAll(level.devices());
      }
    }
    List<List<DeviceId>> ordered = new ArrayList<>();
    levels.values().forEach(devices -> ordered.add(List.copyOf(devices)));
    return ordered;
  }

  /** The devices at which a node switches itself on when it joins: {@code unfence: true}. */
  public static List<DeviceId> unfencing(Definitions definitions, NodeName node) {
    return levels(definitions, node).stream()
        .flatMap(List::stream)
        .distinct()
        .filter(id ->
            Optional.ofNullable(definitions.fenceDevices().get(id))
                .map(device -> device.parameters().get("unfence"))
                .filter(value -> value.equals("true") || value.equals("yes"))
                .isPresent())
        .toList();
  }

  private static boolean meant(Target target, NodeName node, Definitions definitions) {
    return switch (target) {
      case Target.Node(NodeName name) -> name.equals(node);
      case Target.Pattern(String expression) -> matches(expression, node);
      case Target.Attribute(String attribute, String value) ->
          Optional.ofNullable(definitions.nodes().get(node))
              .map(NodeDefinition::attributes)
              .orElse(List.of())
              .stream()
              .filter(set -> set.rule().isEmpty())
              .map(AttributeSet::values)
              .anyMatch(values -> value.equals(values.get(attribute)));
    };
  }

  private static boolean matches(String expression, NodeName node) {
    try {
      return Pattern.compile(expression).matcher(node.value()).find();
    } catch (PatternSyntaxException e) {
      return false; // Reported where definitions are checked.
    }
  }
}
