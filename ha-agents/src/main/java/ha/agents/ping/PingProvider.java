package ha.agents.ping;

import ha.agents.BuiltIn;

/** Provides the agent {@code ping}. */
public final class PingProvider extends BuiltIn {
  public PingProvider() {
    super("ping", PingAgent::new);
  }
}
