package ha.cli.definitions;

import ha.api.ConfigFinding;
import ha.model.yaml.AgentCatalog;
import ha.model.yaml.Finding;
import ha.model.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Checks definitions without a daemon, against the agents of this machine. Where theirs are on
 * other machines only, as far as that goes.
 */
public final class OfflineCheck {
  private OfflineCheck() {}

  /** What is wrong with {@code file}; empty: nothing. */
  public static List<ConfigFinding> findings(DefinitionsFile file) {
    Optional<AgentCatalog> agents = ServiceLoader.load(AgentCatalog.class).findFirst();
    YamlReader reader = agents.map(new YamlReader()::knowing).orElseGet(YamlReader::new);
    return reader.read(file.label(), file.text()).findings().stream()
        .map(OfflineCheck::finding)
        .toList();
  }

  private static ConfigFinding finding(Finding finding) {
    ConfigFinding.Severity severity =
        switch (finding.severity()) {
          case ERROR -> ConfigFinding.Severity.ERROR;
          case WARNING -> ConfigFinding.Severity.WARNING;
        };
    return new ConfigFinding(
        severity, finding.position(), finding.message(), finding.expected(), finding.fix());
  }
}
