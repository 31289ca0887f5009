package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.util.UUID;

/**
 * Who is at the other end of a session.
 *
 * @param address the process's address in the message layer, drawn at its start
 */
record Identity(NodeName name, Incarnation incarnation, UUID address) {}
