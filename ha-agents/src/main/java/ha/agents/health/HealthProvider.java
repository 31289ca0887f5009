package ha.agents.health;

import ha.agents.BuiltIn;
import java.nio.file.Path;

/** Provides the agent {@code health}. */
public final class HealthProvider extends BuiltIn {
  public HealthProvider() {
    super("health", settings -> new HealthAgent(settings, Path.of("/proc")));
  }
}
