package ha.model.yaml;

import java.util.Optional;

/** What all parts of the reader share while they read one file. */
final class Reading {
  final Findings findings;
  final CronValidator cron;
  final Optional<AgentCatalog> catalog;
  final Values values;
  final Ids ids;
  final Names names;

  Reading(Findings findings, CronValidator cron, Optional<AgentCatalog> catalog, Names names) {
    this.findings = findings;
    this.cron = cron;
    this.catalog = catalog;
    this.values = new Values(findings);
    this.ids = new Ids(findings);
    this.names = names;
  }

  Fields fields(Yaml.Mapping mapping, String owner) {
    return new Fields(this, mapping, owner);
  }
}
