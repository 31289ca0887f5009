package ha.fencing.ipmi.wire;

import java.util.Arrays;
import java.util.Optional;

/** What an account or session may do; switching power takes {@link #OPERATOR}. */
public enum Privilege {
  USER(2),
  OPERATOR(3),
  ADMINISTRATOR(4);

  private final int number;

  Privilege(int number) {
    this.number = number;
  }

  /** The level of the specification's number. */
  public static Optional<Privilege> of(int number) {
    return Arrays.stream(values()).filter(p -> p.number == number).findFirst();
  }

  /** Number in the specification. */
  public int number() {
    return number;
  }
}
