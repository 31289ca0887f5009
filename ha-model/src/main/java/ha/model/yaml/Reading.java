package ha.model.yaml;

import ha.model.definition.AgentRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What all parts of the reader share while they read one file. */
final class Reading {
  final Findings findings;
  final CronValidator cron;
  final Optional<AgentCatalog> catalog;
  final Values values;
  final Ids ids;
  final Names names;
  private final Map<AgentRef, Optional<AgentSchema>> schemas = new HashMap<>();

  Reading(Findings findings, CronValidator cron, Optional<AgentCatalog> catalog, Names names) {
    this.findings = findings;
    this.cron = cron;
    this.catalog = catalog;
    this.values = new Values(findings);
    this.ids = new Ids(findings);
    this.names = names;
  }

  /** What an agent takes, where that is known. Asked once: it may run a program. */
  Optional<AgentSchema> schema(AgentRef agent) {
    return schemas.computeIfAbsent(agent, ref -> catalog.flatMap(known -> known.schema(ref)));
  }

  Fields fields(Yaml.Mapping mapping, String owner) {
    return new Fields(this, mapping, owner);
  }
}
