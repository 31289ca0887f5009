package ha.daemon.runtime;

import ha.daemon.core.NodeCore;
import ha.daemon.systemd.ServiceNotifier;
import ha.model.MonoTime;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the loop's sign of life on to systemd, which kills a daemon that gives none. */
final class SystemdWatchdog implements Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(SystemdWatchdog.class);

  /** Signs in the time that systemd waits. */
  private static final int SIGNS = 4;

  private final ServiceNotifier systemd;
  private final Duration interval;
  private MonoTime next;

  private SystemdWatchdog(ServiceNotifier systemd, Duration interval, MonoTime now) {
    this.systemd = systemd;
    this.interval = interval;
    this.next = now;
  }

  /** The watchdog that systemd asked for, or none. */
  static Watchdog of(ServiceNotifier systemd, MonoTime now) {
    return systemd
        .patience()
        .<Watchdog>map(patience -> new SystemdWatchdog(systemd, patience.dividedBy(SIGNS), now))
        .orElse((core, at) -> {});
  }

  @Override
  public void loopIsAlive(NodeCore core, MonoTime now) {
    if (now.before(next)) {
      return;
    }
    next = now.plus(interval);
    try {
      systemd.alive();
    } catch (IOException e) {
      LOG.warn("no sign of life to systemd: {}", e.getMessage());
    }
  }
}
