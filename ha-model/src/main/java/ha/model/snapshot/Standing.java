package ha.model.snapshot;

/** How a node stands to the cluster. What is not known to be off is never treated as off. */
public enum Standing {
  /** Takes part. */
  MEMBER,
  /** Heard of, agreement not finished; nothing is placed there yet. */
  JOINING,
  /** Takes part, asked to leave: its resources are to move away or stop. */
  LEAVING,
  /** Said goodbye after everything on it had stopped. */
  LEFT,
  /** Gone without goodbye; whatever it held it may still hold. */
  LOST,
  /** Confirmed off, nothing runs there. */
  FENCED,
  /** Never seen since the record began. */
  UNSEEN
}
