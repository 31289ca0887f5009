package ha.daemon.runtime;

import ha.model.definition.Definitions;
import ha.model.yaml.AgentCatalog;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import java.util.Optional;

/** Reads definitions as the daemon does everywhere. */
final class Definers {
  private static final YamlReader READER = new YamlReader(new QuartzCron());

  private Definers() {}

  static ReadResult read(String label, String yaml) {
    return READER.read(label, yaml);
  }

  /** Definitions that somebody wants to apply, held against the agents of this node. */
  static ReadResult read(String label, String yaml, AgentCatalog agents) {
    return READER.knowing(agents).read(label, yaml);
  }

  /** Definitions that were checked before they entered the ledger. */
  static Optional<Definitions> recorded(String yaml) {
    return read("cluster.yaml", yaml).definitions();
  }
}
