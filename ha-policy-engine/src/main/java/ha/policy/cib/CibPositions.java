package ha.policy.cib;

import ha.model.definition.SourcePosition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where things with an id stand in a CIB. */
public final class CibPositions {
  private final Map<String, SourcePosition> byId = new HashMap<>();
  private final Map<String, Map<String, SourcePosition>> pairs = new HashMap<>();

  CibPositions(XmlElement root) {
    add(root);
  }

  private void add(XmlElement element) {
    element.attribute("id").ifPresent(id -> byId.putIfAbsent(id, element.position()));
    for (XmlElement child : element.children()) {
      if (child.name().equals("nvpair")) {
        pairs
            .computeIfAbsent(element.id(), set -> new LinkedHashMap<>())
            .putIfAbsent(child.attribute("name", ""), child.position());
      }
      add(child);
    }
  }

  /** Where the element with this id stands. */
  public Optional<SourcePosition> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Where a name-value pair of a set stands; {@code name} as we or Pacemaker call it. */
  public Optional<SourcePosition> pair(String set, String name) {
    Map<String, SourcePosition> inSet = pairs.getOrDefault(set, Map.of());
    return Optional.ofNullable(inSet.get(name))
        .or(() ->
            inSet.entrySet().stream()
                .filter(pair -> means(pair.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst())
        .or(() -> of(set));
  }

  private static boolean means(String written, String name) {
    return Names.cluster(written).equals(name) || Names.resource(written).equals(name);
  }
}
