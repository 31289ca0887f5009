package ha.model.yaml;

import ha.model.NodeName;
import ha.model.definition.SourcePosition;
import java.util.Optional;

/** Names of nodes where they are used. */
final class NodeNames {
  private NodeNames() {}

  /** A name that {@code nodes:} defines, or empty after a finding. */
  static Optional<NodeName> read(Reading reading, Yaml value) {
    return reading
        .values
        .text(value, "a node's name")
        .flatMap(name -> read(reading, name, value.position()));
  }

  static Optional<NodeName> read(Reading reading, String name, SourcePosition position) {
    if (!reading.names.nodes().contains(name) && !reading.names.reached().contains(name)) {
      reading.findings.error(
          position,
          "there is no node '" + name + "'",
          "a name from nodes",
          Words.nearest(name, reading.names.nodes())
              .map(near -> "write " + near)
              .orElse("define it under nodes"));
      return Optional.empty();
    }
    return Names.good(name, 63) ? Optional.of(new NodeName(name)) : Optional.empty();
  }
}
