package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.Meta.Candidate;
import ha.model.Incarnation;
import ha.model.NodeName;

/**
 * Which of two nodes fences first should they lose each other now. Each holds a rank; it waits that
 * many fence delays. 0 passes from one to the other when the claims ask for it, in steps (0,1),
 * (0,2), (1,2), (1,0), of which each is taken by one side only, after it has heard of the step
 * before: so whenever the link is cut the ranks differ, which claims compared on both sides would
 * not guarantee.
 */
final class FenceRace {
  private final Core core;
  private int rank = -1;
  private Incarnation pairedWith = Incarnation.UNKNOWN;
  private boolean opened;

  FenceRace(Core core) {
    this.core = core;
  }

  /** This node's rank against the newest life of the peer; -1 for none. */
  int rank(NodeName peer) {
    return pairedWith.equals(core.newestLife(peer)) ? rank : -1;
  }

  boolean pairedWith(Incarnation life) {
    return pairedWith.equals(life);
  }

  void reset() {
    rank = -1;
    pairedWith = Incarnation.UNKNOWN;
    opened = false;
  }

  /** Bound by a peer that may open the term, and take rank 0, before this node hears of it. */
  void promised(Candidate leader) {
    if (!pairedWith.equals(leader.incarnation())) {
      pairedWith = leader.incarnation();
      rank = 1;
      opened = false;
    }
  }

  /** A term with that life of the peer is open. */
  void opened(NodeName peer, Incarnation life) {
    boolean paired = pairedWith.equals(life);
    if (core.seat.leads() && core.reign != null) {
      int said = core.reign.rankSaid(peer);
      if (!paired || !opened || rank == said) {
        rank = said == 0 ? 1 : 0;
      }
    } else if (!paired) {
      boolean peerLeads = core.seat.ledBy(peer, life);
      rank = peerLeads || core.self.compareTo(peer) > 0 ? 1 : 0;
    }
    pairedWith = life;
    opened = true;
  }

  void beat(NodeName peer, Incarnation life, PeerMessage.Beat beat) {
    if (!opened || !pairedWith.equals(life) || beat.rank() < 0) {
      return;
    }
    int before = rank;
    if (rank == 0 && beat.rank() == 2) {
      rank = 1;
    } else if (rank == 1 && beat.rank() == 0 && stronger(peer, beat.claim())) {
      rank = 2;
    } else if (rank == 2 && beat.rank() == 1) {
      rank = 0;
    }
    core.beatSoon |= before != rank;
  }

  private boolean stronger(NodeName peer, long claim) {
    if (core.claim != claim) {
      return core.claim > claim;
    }
    Electorate electorate = core.electorate();
    int mine = electorate.preference(core.self);
    int theirs = electorate.preference(peer);
    return mine != theirs ? mine > theirs : core.self.compareTo(peer) < 0;
  }
}
