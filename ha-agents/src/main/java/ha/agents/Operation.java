package ha.agents;

import java.util.Optional;

/** What can be asked of an agent. */
public enum Operation {
  START("start"),
  STOP("stop"),
  /** A stop by force, after one that failed. */
  FORCE_STOP("stop"),
  MONITOR("monitor"),
  PROMOTE("promote"),
  DEMOTE("demote"),
  NOTIFY("notify"),
  MIGRATE_TO("migrate_to"),
  MIGRATE_FROM("migrate_from"),
  RELOAD("reload"),
  VALIDATE("validate-all");

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  /** The name that plans, histories and OCF scripts use. */
  public String wireName() {
    return wireName;
  }

  /** The operation of that name; {@code reload-agent} is {@link #RELOAD}. */
  public static Optional<Operation> named(String name) {
    for (Operation operation : values()) {
      if (operation.wireName.equals(name)) {
        return Optional.of(operation);
      }
    }
    return name.equals("reload-agent") ? Optional.of(RELOAD) : Optional.empty();
  }

  /** Whether what a monitor saw before is no longer to be expected afterwards. */
  public boolean endsMonitors() {
    return this == STOP || this == FORCE_STOP || this == MIGRATE_TO;
  }

  /** Whether it leaves the resource as it is. */
  public boolean onlyLooks() {
    return this == MONITOR || this == VALIDATE;
  }
}
