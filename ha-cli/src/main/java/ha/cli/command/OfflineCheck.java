package ha.cli.command;

import ha.api.ConfigFinding;
import java.util.List;
import java.util.Optional;

/** Checks definitions without a daemon; the one place that knows the reader of YAML. */
final class OfflineCheck {
  private OfflineCheck() {}

  /** What is wrong with {@code file}; absent if this build cannot read definitions. */
  static Optional<List<ConfigFinding>> findings(DefinitionsFile file) {
    return Optional.empty();
  }
}
