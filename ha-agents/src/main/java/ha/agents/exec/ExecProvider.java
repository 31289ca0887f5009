package ha.agents.exec;

import ha.agents.BuiltIn;

/** Provides the agent {@code exec}. */
public final class ExecProvider extends BuiltIn {
  public ExecProvider() {
    super("exec", settings -> new ExecAgent());
  }
}
