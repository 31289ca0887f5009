package ha.daemon.runtime;

import ha.daemon.core.NodeCore;
import ha.model.MonoTime;

/** Is told by the loop, tick by tick, that it runs. */
@FunctionalInterface
interface Watchdog {
  /** Called by the loop's thread, at least twice a heartbeat; must not block. */
  void loopIsAlive(NodeCore core, MonoTime now);
}
