package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;

/**
 * Takes what arrives. Called on the links' own threads, several at a time: hand over and return at
 * once, never block. The payloads belong to the callee.
 */
public interface LinksListener {
  /** A beat of {@code from}; may be missing, doubled never, older than the one before seldom. */
  void beat(NodeName from, Incarnation incarnation, byte[] payload);

  /** A message of {@code from}; complete, in the order in which it was sent. */
  void message(NodeName from, Incarnation incarnation, byte[] payload);

  /** Something that is worth a look but proves nothing. */
  void hint(PeerHint hint);
}
