package ha.cli.definitions;

import ha.api.ConfigFinding;
import ha.model.yaml.Finding;
import ha.model.yaml.YamlReader;
import java.util.List;

/** Checks definitions without a daemon; the one place that knows the reader of YAML. */
public final class OfflineCheck {
  private OfflineCheck() {}

  /** What is wrong with {@code file}; empty: nothing. */
  public static List<ConfigFinding> findings(DefinitionsFile file) {
    return new YamlReader()
        .read(file.label(), file.text()).findings().stream().map(OfflineCheck::finding).toList();
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
