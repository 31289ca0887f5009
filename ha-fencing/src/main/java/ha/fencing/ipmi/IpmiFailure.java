package ha.fencing.ipmi;

import ha.fencing.device.Cause;

/** Why an exchange with a BMC did not end as wished; becomes a result at the device. */
final class IpmiFailure extends Exception {
  /** What the caller may do about it. */
  enum Remedy {
    /** Nothing: report it. */
    NONE,
    /** Begin the handshake again at once; the two sides hold different numbers. */
    RESTART,
    /** Begin the handshake again after a while; the BMC has no session to spare. */
    WAIT,
    /** Nothing was heard for a while: the session may be gone. */
    SILENCE
  }

  private final Cause cause;
  private final Remedy remedy;

  private IpmiFailure(Cause cause, Remedy remedy, String detail) {
    super(detail, null, false, false);
    this.cause = cause;
    this.remedy = remedy;
  }

  static IpmiFailure ended(Cause cause, String detail) {
    return new IpmiFailure(cause, Remedy.NONE, detail);
  }

  static IpmiFailure restart(String detail) {
    return new IpmiFailure(Cause.FAILED, Remedy.RESTART, detail);
  }

  static IpmiFailure full(String detail) {
    return new IpmiFailure(Cause.BUSY, Remedy.WAIT, detail);
  }

  static IpmiFailure silence(String detail) {
    return new IpmiFailure(Cause.TIMEOUT, Remedy.SILENCE, detail);
  }

  Cause why() {
    return cause;
  }

  Remedy remedy() {
    return remedy;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
