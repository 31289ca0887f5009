package ha.daemon.runtime;

import ha.daemon.systemd.ServiceNotifier;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the loop's sign of life on to systemd, which kills a daemon that gives none. */
final class SystemdWatchdog implements Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(SystemdWatchdog.class);

  /** Signs in the time that systemd waits. */
  private static final int SIGNS = 4;

  private final ServiceNotifier systemd;
  private final Duration interval;
  private final LongSupplier nanos;
  private long nextNanos;

  private SystemdWatchdog(ServiceNotifier systemd, Duration interval, LongSupplier nanos) {
    this.systemd = systemd;
    this.interval = interval;
    this.nanos = nanos;
    this.nextNanos = nanos.getAsLong();
  }

  /** The watchdog that systemd asked for, or none. */
  static Watchdog of(ServiceNotifier systemd, LongSupplier nanos) {
    return systemd
        .patience()
        .<Watchdog>map(patience -> new SystemdWatchdog(systemd, patience.dividedBy(SIGNS), nanos))
        .orElse(Watchdog.NONE);
  }

  @Override
  public void loopIsAlive() {
    long now = nanos.getAsLong();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + interval.toNanos();
    try {
      systemd.alive();
    } catch (IOException e) {
      LOG.warn("no sign of life to systemd: {}", e.getMessage());
    }
  }
}
