package ha.model;

/** What an instance of a resource is on a node. Ordered by how much it does. */
public enum Role {
  STOPPED,
  STARTED,
  UNPROMOTED,
  PROMOTED;

  /** Whether the resource does anything in this role. */
  public boolean isActive() {
    return this != STOPPED;
  }
}
