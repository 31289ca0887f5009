package ha.fencing.ipmi.sim;

/** What a simulated BMC switches. Called from several threads, one switching call at a time. */
public interface PowerSwitch {
  /** Takes the power away; returns when it is really off. */
  void powerOff();

  /** Gives power; returns when it is on. */
  void powerOn();

  /** Whether there is power now; returns at once. */
  boolean isOn();
}
