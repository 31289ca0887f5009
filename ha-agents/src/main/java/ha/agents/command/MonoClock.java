package ha.agents.command;

import ha.model.MonoTime;

/** The monotonic clock. */
@FunctionalInterface
public interface MonoClock {
  /** This process's own. */
  MonoClock SYSTEM = () -> new MonoTime(System.nanoTime());

  MonoTime now();
}
