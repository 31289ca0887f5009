package ha.fencing.device;

/** How an operation of a fence device ended. */
public enum Cause {
  /** Power was on, was switched off, and off was read back. */
  OFF_CONFIRMED(Kind.OFF),
  /** Power was read as off before anything was switched. */
  ALREADY_OFF(Kind.OFF),
  /** Power was read as on. */
  ON_CONFIRMED(Kind.DONE),
  /** The device answered and let us in; it tells no power state for this question. */
  CHECKED(Kind.DONE),
  /** Switching off was accepted, yet power was still read as on at the deadline. */
  STILL_ON(Kind.ACTED),
  /** Switching on was accepted, yet power was still read as off at the deadline. */
  STILL_OFF(Kind.ACTED),
  /** Not one valid answer came from the device. */
  UNREACHABLE(Kind.TRANSIENT),
  /** The device does not share our password (or Kg). */
  BAD_PASSWORD(Kind.LASTING),
  /** The device does not know the user. */
  BAD_USER(Kind.LASTING),
  /** The user may not do this. */
  PRIVILEGE(Kind.LASTING),
  /** Device and client have no allowed cipher suite in common. */
  CIPHER(Kind.LASTING),
  /** The device answers, but has no time or no session for us. */
  BUSY(Kind.TRANSIENT),
  /** The deadline passed before the operation was finished; the power state is unknown. */
  TIMEOUT(Kind.ACTED),
  /** The definition or a file that it names cannot be used. */
  BAD_CONFIGURATION(Kind.LASTING),
  /** Given up on request, before anything was switched. */
  CANCELLED(Kind.TRANSIENT),
  /** Anything else; the detail says what. */
  FAILED(Kind.ACTED);

  private enum Kind {
    OFF,
    DONE,
    ACTED,
    TRANSIENT,
    LASTING
  }

  private final Kind kind;

  Cause(Kind kind) {
    this.kind = kind;
  }

  /** Whether the node's power was read as off. */
  public boolean off() {
    return kind == Kind.OFF;
  }

  /** Whether the operation did what was asked or read what was asked. */
  public boolean success() {
    return kind == Kind.OFF || kind == Kind.DONE;
  }

  /** Whether a power command may have reached the device, asked to switch off. */
  public boolean mayHaveActed() {
    return kind == Kind.ACTED || this == OFF_CONFIRMED;
  }

  /** Whether only a person can help: repeating soon is pointless and may lock an account. */
  public boolean lasting() {
    return kind == Kind.LASTING;
  }
}
