package ha.membership.agreement;

import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ledger.LedgerEntry;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clean leave. Who leaves never acts again in this life and says so in each beat; the leader
 * writes it down while the leaver still keeps the ledger with the others; who knows it committed
 * says farewell, of two nodes only after it has written that it is the last man.
 */
final class Departure {
  private static final int PATIENCE = 3;

  private final Core core;
  private boolean leaving;
  private boolean left;
  private MonoTime since;

  Departure(Core core) {
    this.core = core;
    this.since = core.now;
  }

  boolean leaving() {
    return leaving;
  }

  void request() {
    if (!leaving) {
      leaving = true;
      since = core.now;
      core.beatSoon = true;
    }
  }

  void upkeep() {
    Reign reign = core.reign;
    if (reign != null && reign.open()) {
      record(reign);
    }
    if (!leaving || left) {
      return;
    }
    boolean recorded =
        core.journal.committedRoll().isOneOf(core.self, core.incarnation, Standing.LEFT);
    boolean last =
        core.two.other().isEmpty()
            ? core.electorate().voters().size() <= 1
            : core.meta.lastMan().isPresent() && core.disk.durableMeta().lastMan().isPresent();
    if (recorded && last) {
      leave(true, "nobody is left");
    } else if (core.past(since, core.settings.detection().multipliedBy(PATIENCE))) {
      leave(recorded, recorded ? "nobody said farewell" : "there is nobody to record it");
    }
  }

  private void leave(boolean recorded, String detail) {
    left = true;
    core.seat.leave("left the cluster");
    core.out.add(new AgreementEffect.Left(recorded, detail));
  }

  /** Writes down who said goodbye; the leader itself comes last. */
  private void record(Reign reign) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (var member : reign.members().entrySet()) {
      NodeName node = member.getKey();
      Incarnation life = member.getValue();
      if (!node.equals(core.self) && core.two.saidGoodbye(node, life) && unwritten(node, life)) {
        entries.add(new LedgerEntry.NodeLeft(core.wall, node, life));
      }
    }
    if (leaving && unwritten(core.self, core.incarnation)) {
      entries.add(new LedgerEntry.NodeLeft(core.wall, core.self, core.incarnation));
    }
    if (!entries.isEmpty()) {
      reign.record(entries);
    }
  }

  private boolean unwritten(NodeName node, Incarnation life) {
    return core.journal.tailRoll().isOneOf(node, life, Standing.MEMBER);
  }

  /** A beat of a node that said goodbye: farewell, if that is recorded for good. */
  void goodbye(NodeName from, Incarnation life) {
    if (!core.journal.committedRoll().isOneOf(from, life, Standing.LEFT)) {
      return;
    }
    boolean pair = core.two.other().equals(Optional.of(from));
    boolean written = core.disk.durableMeta().lastMan().isPresent();
    if (!pair || written) {
      core.send(from, new PeerMessage.Farewell(life));
    }
  }

  void farewell(PeerMessage.Farewell message) {
    if (leaving && !left && message.incarnation().equals(core.incarnation)) {
      leave(true, "the others know");
    }
  }
}
