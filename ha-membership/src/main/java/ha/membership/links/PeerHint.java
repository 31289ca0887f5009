package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the links believe about a peer. Never a proof: no hint alone may start or fence anything.
 */
public sealed interface PeerHint {
  /**
   * The peer's host answers that nobody listens on its port, at least twice over 100 ms, and
   * nothing was heard from it since: the process is gone, the host is not.
   */
  record ProcessGone(NodeName peer, Incarnation incarnation) implements PeerHint {}

  /** JGroups installed a view of these nodes. */
  record JGroupsView(List<NodeName> members) implements PeerHint {
    public JGroupsView {
      members = List.copyOf(members);
    }
  }

  /** JGroups' failure detector gave this peer up. */
  record JGroupsSuspects(NodeName peer) implements PeerHint {}

  /** Nothing came over this link from the peer for the link timeout. */
  record LinkDown(NodeName peer, int link) implements PeerHint {}

  /** The peer was heard over this link, for the first time or again. */
  record LinkUp(NodeName peer, int link) implements PeerHint {}

  /** Another living process claims a node name that is in use: ours, or that of a known peer. */
  record DuplicateName(NodeName name, InetSocketAddress address) implements PeerHint {}

  /** Datagrams sealed with a key that this node does not have. */
  record WrongKey(InetSocketAddress address) implements PeerHint {}

  /** A node of another cluster, with the same key, sends to us. */
  record WrongCluster(InetSocketAddress address, String cluster) implements PeerHint {}
}
