package ha.fencing.watchdog;

import java.io.IOException;

/** A countdown that resets this machine when it is not fed in time. For one thread. */
public interface Countdown {
  /**
   * Begins the countdown anew.
   *
   * @throws IOException if it could not; it goes on towards the reset
   */
  void feed() throws IOException;

  /**
   * Ends the countdown without a reset.
   *
   * @return false if the hardware or the kernel does not allow it: it goes on and has to be fed
   * @throws IOException if it may not have ended
   */
  boolean disarm() throws IOException;
}
