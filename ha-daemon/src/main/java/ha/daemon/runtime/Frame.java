package ha.daemon.runtime;

import ha.daemon.controller.ControllerMessage;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.membership.agreement.PeerMessage;

/** What travels between daemons as one message. */
sealed interface Frame {
  record Peer(PeerMessage message) implements Frame {}

  record Controller(ControllerMessage message) implements Frame {}

  record Call(long number, ApiCall call) implements Frame {}

  record Reply(long number, ApiReply reply) implements Frame {}
}
