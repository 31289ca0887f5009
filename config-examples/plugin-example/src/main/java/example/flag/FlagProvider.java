package example.flag;

import ha.agents.BuiltIn;

/** Provides the agent {@code flag}; named in {@code META-INF/services}. */
public final class FlagProvider extends BuiltIn {
  /** For {@link java.util.ServiceLoader}. */
  public FlagProvider() {
    super("flag", settings -> new FlagAgent());
  }
}
