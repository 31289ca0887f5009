package ha.agents.systemd;

import ha.agents.AgentProvider;
import ha.agents.AgentSettings;
import ha.agents.ResourceAgent;
import ha.agents.command.CommandOutcome;
import ha.model.definition.AgentRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Provides {@code systemd:UNIT}. */
public final class SystemdProvider implements AgentProvider {
  static final String STANDARD = "systemd";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Systemctl systemctl;

  /** This machine's. */
  public SystemdProvider() {
    this(Systemctl.system());
  }

  SystemdProvider(Systemctl systemctl) {
    this.systemctl = systemctl;
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.standard().equals(STANDARD)
        ? Optional.of(new SystemdAgent(ref, systemctl))
        : Optional.empty();
  }

  /** Services that are installed; templates are left out, since they need an instance's name. */
  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    if (!systemctl.present()) {
      return List.of();
    }
    try {
      CommandOutcome outcome =
          settings.commands().run(systemctl.list(), settings.clock().now().plus(PATIENCE));
      return outcome instanceof CommandOutcome.Exited exited && exited.code() == 0
          ? exited
              .output()
              .lines()
              .flatMap(line -> name(line).stream())
              .sorted(Comparator.comparing(AgentRef::toString))
              .toList()
          : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Optional<AgentRef> name(String line) {
    String unit = line.strip().split("\\s+", 2)[0];
    String suffix = ".service";
    return unit.endsWith(suffix) && !unit.contains("@.")
        ? Optional.of(
            new AgentRef(
                STANDARD, Optional.empty(), unit.substring(0, unit.length() - suffix.length())))
        : Optional.empty();
  }
}
