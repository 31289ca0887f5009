package ha.daemon.runtime;

import ha.daemon.config.NodeConfig;
import ha.membership.ledger.Durable;
import ha.membership.ledger.Electorate;
import ha.membership.ledger.LogEntry;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Revision;
import ha.model.yaml.Finding;
import ha.model.yaml.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the daemon begins with: the definitions of its ledger, or, while that holds none, those of
 * the cluster file.
 *
 * @param yaml text of the definitions
 * @param fromFile they are not in the ledger yet
 */
record Bootstrap(String yaml, Definitions definitions, boolean fromFile) {

  /**
   * Reads the definitions.
   *
   * @throws Daemon.CannotStart if there are none or they hold errors
   */
  static Bootstrap read(NodeConfig config, Durable durable) throws Daemon.CannotStart {
    Optional<String> recorded = recorded(durable);
    if (recorded.isPresent()) {
      return of(recorded.get(), "definitions in the ledger", false);
    }
    try {
      return of(Files.readString(config.clusterFile()), config.clusterFile().toString(), true);
    } catch (IOException e) {
      throw new Daemon.CannotStart(
          "cannot read the cluster file "
              + config.clusterFile()
              + " ("
              + e.getClass().getSimpleName()
              + "); the ledger holds no definitions yet, so it is needed");
    }
  }

  private static Optional<String> recorded(Durable durable) {
    for (LogEntry entry : durable.entries().reversed()) {
      if (entry.entry() instanceof LedgerEntry.DefinitionsApplied applied) {
        return Optional.of(applied.yaml());
      }
    }
    String state = durable.snapshot().state();
    return state.isEmpty()
        ? Optional.empty()
        : Json.read(state, ClusterRecord.class).revision().map(Revision::yaml);
  }

  private static Bootstrap of(String yaml, String label, boolean fromFile)
      throws Daemon.CannotStart {
    ReadResult read = Definers.read(label, yaml);
    if (read.definitions().isEmpty()) {
      throw new Daemon.CannotStart(
          "the definitions hold errors:\n"
              + read.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
    return new Bootstrap(yaml, read.definitions().get(), fromFile);
  }

  /** The electorate of some definitions. */
  static Electorate electorate(Definitions definitions) {
    TreeMap<NodeName, Electorate.Voter> voters = new TreeMap<>();
    definitions
        .nodes()
        .forEach((name, node) -> {
          if (node.hasLinks()) {
            boolean witness = node.kind() == NodeDefinition.Kind.WITNESS;
            voters.put(name, new Electorate.Voter(node.votes(), node.preference(), witness));
          }
        });
    return new Electorate(voters);
  }
}
