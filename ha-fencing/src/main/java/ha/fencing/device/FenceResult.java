package ha.fencing.device;

/**
 * How one operation of a device ended.
 *
 * @param power what was last read; UNKNOWN if nothing was, or if a command was sent since
 * @param detail for people: what happened and what to do; holds no secret
 */
public record FenceResult(Cause cause, PowerState power, String detail) {
  /** A result that read no power state. */
  public static FenceResult failed(Cause cause, String detail) {
    return new FenceResult(cause, PowerState.UNKNOWN, detail);
  }

  /** The result of reading the power state without switching anything. */
  public static FenceResult read(PowerState power, String detail) {
    return switch (power) {
      case ON -> new FenceResult(Cause.ON_CONFIRMED, power, detail);
      case OFF -> new FenceResult(Cause.ALREADY_OFF, power, detail);
      case UNKNOWN -> new FenceResult(Cause.CHECKED, power, detail);
    };
  }

  /** Whether the node's power was read as off. */
  public boolean off() {
    return cause.off();
  }

  /** Whether the operation did what was asked. */
  public boolean success() {
    return cause.success();
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? cause.name() : cause + " (" + detail + ")";
  }
}
