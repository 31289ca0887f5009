package ha.daemon.controller;

/** What a node may hold, by what its daemon knows. */
public enum Holding {
  /** Everything was looked at, and nothing runs here. */
  NOTHING,
  /** Something runs here or is on its way. */
  SOMETHING,
  /** Not everything was looked at in this life. */
  UNKNOWN
}
