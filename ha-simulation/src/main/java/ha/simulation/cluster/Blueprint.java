package ha.simulation.cluster;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.yaml.CronValidator;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster to simulate.
 *
 * @param nodes in the order of their names
 * @param duties every primitive that the definitions name, in their order
 * @param rules which of them need which
 */
public record Blueprint(
    List<NodeName> nodes,
    String yaml,
    Definitions definitions,
    List<Duty> duties,
    List<Need> rules) {
  private static final YamlReader READER = new YamlReader(CronValidator.SHAPE_ONLY);

  public Blueprint {
    nodes = List.copyOf(nodes);
    duties = List.copyOf(duties);
    rules = List.copyOf(rules);
  }

  /** How often a primitive is to run. */
  public enum Spread {
    /** On one node. */
    ONCE,
    /** A copy on each node. */
    EVERYWHERE,
    /** A copy on each node, one of them promoted. */
    ONE_PROMOTED
  }

  /**
   * A primitive.
   *
   * @param handle what operators name to order something about it
   */
  public record Duty(String id, String handle, Spread spread, boolean migratable) {}

  /**
   * {@code then} starts only while {@code first} runs.
   *
   * @param promoted {@code first} must be promoted
   * @param sameNode on the node of {@code then}, else on any
   */
  public record Need(String then, String first, boolean promoted, boolean sameNode) {}

  /** The blueprint of a text that {@link BlueprintWriter} wrote. */
  static Blueprint of(String yaml, List<Need> rules) {
    ReadResult read = read(yaml);
    Definitions definitions =
        read.definitions()
            .orElseThrow(() -> new IllegalStateException(read.findings() + "\n" + yaml));
    List<Duty> duties = new ArrayList<>();
    for (ResourceDefinition resource : definitions.resources().values()) {
      collect(resource, resource.id().value(), Spread.ONCE, duties);
    }
    return new Blueprint(
        List.copyOf(definitions.nodes().keySet()), yaml, definitions, duties, rules);
  }

  private static void collect(
      ResourceDefinition resource, String handle, Spread spread, List<Duty> duties) {
    switch (resource) {
      case Primitive p ->
          duties.add(new Duty(p.id().value(), handle, spread, option(p, "live-migration")));
      case Group g -> g.members().forEach(m -> collect(m, handle, spread, duties));
      case Clone c ->
          collect(
              c.child(),
              c.child().id().value(),
              option(c, "promotable") ? Spread.ONE_PROMOTED : Spread.EVERYWHERE,
              duties);
      case ResourceDefinition.Bundle b ->
          throw new IllegalArgumentException("bundle '" + b.id() + "' cannot be simulated");
    }
  }

  private static boolean option(ResourceDefinition resource, String name) {
    return resource.options().stream().anyMatch(set -> "true".equals(set.values().get(name)));
  }

  /** The primitive with this base name. */
  public Optional<Duty> duty(String base) {
    return duties.stream().filter(d -> d.id().equals(base)).findFirst();
  }

  /** Reads as the daemon does. */
  public static ReadResult read(String yaml) {
    return READER.read("cluster.yaml", yaml);
  }

  /** Reads each text once; what a simulation's daemons share without noticing. */
  public static final class Library {
    private final Map<String, ReadResult> read = new HashMap<>();

    public ReadResult read(String yaml) {
      return read.computeIfAbsent(yaml, Blueprint::read);
    }

    public Optional<Definitions> definitions(String yaml) {
      return read(yaml).definitions();
    }
  }
}
