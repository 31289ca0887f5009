package ha.cli.definitions;

import ha.api.ConfigFinding;
import ha.model.yaml.AgentCatalog;
import ha.model.yaml.Finding;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
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
    ReadResult read = reader.read(file.label(), file.text());
    List<ConfigFinding> all =
        new ArrayList<>(read.findings().stream().map(OfflineCheck::finding).toList());
    read.definitions().ifPresent(d -> all.addAll(FenceFindings.of(d, directory(file))));
    return all;
  }

  /** Where names of files in the definitions start from. */
  private static Path directory(DefinitionsFile file) {
    return file.label().startsWith("<")
        ? Path.of("").toAbsolutePath()
        : Path.of(file.label()).toAbsolutePath().resolveSibling(".").normalize();
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
