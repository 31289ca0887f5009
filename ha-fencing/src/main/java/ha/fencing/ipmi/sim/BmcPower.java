package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.Codes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out chassis commands behind the BMC's back, one after the other, so that the BMC goes on
 * answering while power drops. Thread-safe.
 */
final class BmcPower implements AutoCloseable {
  private final PowerSwitch power;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("bmc-power").factory());
  private final AtomicInteger newestOff = new AtomicInteger();
  private final AtomicInteger commands = new AtomicInteger();

  BmcPower(PowerSwitch power) {
    this.power = power;
  }

  boolean isOn() {
    return power.isOn();
  }

  /** How many power commands were carried out or, by a lying BMC, accepted. */
  int commands() {
    return commands.get();
  }

  /** Accepts a chassis control command; the completion code. */
  int accept(int control, BmcFaults faults) {
    if (control < Codes.POWER_DOWN || control > Codes.SOFT_SHUTDOWN) {
      return Codes.BAD_FIELD;
    }
    commands.incrementAndGet();
    if (faults.lying()) {
      return Codes.OK;
    }
    Duration delay = faults.powerDropDelay();
    switch (control) {
      case Codes.POWER_DOWN, Codes.SOFT_SHUTDOWN -> {
        int number = newestOff.incrementAndGet();
        run(delay, () -> off(number, faults.restartDrop()));
      }
      case Codes.POWER_UP -> run(Duration.ZERO, this::on);
      case Codes.POWER_CYCLE, Codes.HARD_RESET -> {
        if (!power.isOn()) {
          return Codes.NOT_IN_THIS_STATE;
        }
        run(
            delay,
            () -> {
              power.powerOff();
              power.powerOn();
            });
      }
      default -> {
        return Codes.BAD_FIELD; // A diagnostic interrupt is not simulated.
      }
    }
    return Codes.OK;
  }

  private void run(Duration delay, Runnable change) {
    if (delay.isZero()) {
      worker.execute(change);
      return;
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
          } catch (InterruptedException e) {
            return;
          }
          if (!worker.isShutdown()) {
            worker.execute(change);
          }
        });
  }

  private void off(int number, boolean onlyNewest) {
    if (power.isOn() && (!onlyNewest || number == newestOff.get())) {
      power.powerOff();
    }
  }

  private void on() {
    if (!power.isOn()) {
      power.powerOn();
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
