package ha.fencing.ipmi.sim;

import java.util.concurrent.atomic.AtomicInteger;

/** A power switch that only remembers, and counts what was done to it. */
public final class MemoryPower implements PowerSwitch {
  private final AtomicInteger offs = new AtomicInteger();
  private final AtomicInteger ons = new AtomicInteger();
  private volatile boolean on;

  /** Power that is on or off at first. */
  public MemoryPower(boolean on) {
    this.on = on;
  }

  @Override
  public void powerOff() {
    on = false;
    offs.incrementAndGet();
  }

  @Override
  public void powerOn() {
    on = true;
    ons.incrementAndGet();
  }

  @Override
  public boolean isOn() {
    return on;
  }

  /** How often it was switched off. */
  public int offs() {
    return offs.get();
  }

  /** How often it was switched on. */
  public int ons() {
    return ons.get();
  }
}
