package ha.daemon.selffence;

/** What the others rely on when they hold this node for off without having read it. */
public enum Reliance {
  /** Nothing: it is switched off and read back. */
  NOTHING,
  /** That it is reset when it may not act and may hold something. */
  AUTHORITY,
  /** That it obeys messages on a shared disk, and is reset when it can neither read nor act. */
  DISK
}
