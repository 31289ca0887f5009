package ha.fencing.device;

/** What a device read of a node's power. Unknown is never off. */
public enum PowerState {
  ON,
  OFF,
  UNKNOWN
}
