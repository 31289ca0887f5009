package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.Privilege;
import java.nio.charset.StandardCharsets;

/** An account on a simulated BMC. Its text form does not tell the password. */
public final class BmcUser {
  private final String name;
  private final byte[] password;
  private final Privilege privilege;

  /** An account that may do at most what {@code privilege} may. */
  public BmcUser(String name, byte[] password, Privilege privilege) {
    this.name = name;
    this.password = password.clone();
    this.privilege = privilege;
  }

  /** An administrator, for tests. */
  public static BmcUser administrator(String name, String password) {
    return new BmcUser(name, password.getBytes(StandardCharsets.UTF_8), Privilege.ADMINISTRATOR);
  }

  byte[] name() {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  byte[] password() {
    return password;
  }

  Privilege privilege() {
    return privilege;
  }

  @Override
  public String toString() {
    return name + " (" + privilege + ")";
  }
}
