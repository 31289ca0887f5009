package ha.daemon.runtime;

import ha.daemon.controller.ControllerMessage;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.membership.agreement.PeerMessage;
import ha.model.Incarnation;

/** What travels between daemons as one message. */
sealed interface Frame {
  /** {@code life}: the incarnation in which it was said, which a process may outlive. */
  record Peer(Incarnation life, PeerMessage message) implements Frame {}

  record Controller(ControllerMessage message) implements Frame {}

  record Call(long number, ApiCall call) implements Frame {}

  record Reply(long number, ApiReply reply) implements Frame {}
}
