package ha.membership.links;

/** What the wire tells the floor above it; always on the wire's thread. */
interface WireEvents {
  /** A beat; the payload belongs to the callee. */
  void beat(Identity from, byte[] payload);

  /** A datagram of the message layer; the array is used again after the call. */
  void stack(Peer from, byte[] data, int offset, int length);

  /** A process proved to be alive; either unknown so far, or in a new session. */
  void proven(Identity process);

  /** See {@link PeerHint}. */
  void hint(PeerHint hint);

  /** Five times a second. */
  void tick(long nowNanos);
}
