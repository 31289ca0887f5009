package ha.agents.ip;

import ha.agents.BuiltIn;

/** Provides the agent {@code ip}. */
public final class IpProvider extends BuiltIn {
  public IpProvider() {
    super("ip", settings -> new IpAgent(settings.clock()));
  }
}
