package ha.daemon.runtime;

/**
 * Is told by the loop, tick by tick, that it runs. A hardware watchdog that is fed from here, and
 * from nowhere else, resets the node when the loop hangs.
 */
@FunctionalInterface
public interface Watchdog {
  /** No watchdog. */
  Watchdog NONE = () -> {};

  /** Called by the loop's thread, at least twice a heartbeat; must not block. */
  void loopIsAlive();
}
