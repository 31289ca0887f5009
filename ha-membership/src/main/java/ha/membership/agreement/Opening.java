package ha.membership.agreement;

import ha.membership.ledger.LastMan;
import ha.membership.ledger.Roll;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The entries that begin a term: who takes part, and what became of members that do not. */
final class Opening {
  private Opening() {}

  static List<LedgerEntry> entries(
      Core core, Roll roll, Term term, SortedMap<NodeName, Incarnation> members) {
    List<LedgerEntry> entries = new ArrayList<>();
    entries.add(new LedgerEntry.TermBegan(core.wall, term, core.self, members));
    for (var known : roll.lives().entrySet()) {
      NodeName node = known.getKey();
      Incarnation life = known.getValue().incarnation();
      if (known.getValue().standing() != Standing.MEMBER || life.equals(members.get(node))) {
        continue;
      }
      if (core.two.saidGoodbye(node, life)) {
        entries.add(new LedgerEntry.NodeLeft(core.wall, node, life));
      } else {
        String how = howLost(core, node, Optional.ofNullable(members.get(node)));
        entries.add(new LedgerEntry.NodeLost(core.wall, node, life, how));
      }
    }
    core.meta
        .lastMan()
        .filter(last -> !last.left() && !members.containsKey(last.peer()))
        .filter(last -> !roll.isOneOf(last.peer(), last.incarnation(), Standing.FENCED))
        .ifPresent(last -> entries.add(confirmation(core, last)));
    return entries;
  }

  private static LedgerEntry confirmation(Core core, LastMan last) {
    return new LedgerEntry.FenceConfirmed(
        core.wall, last.peer(), last.incarnation(), last.device(), last.author(), last.how());
  }

  private static String howLost(Core core, NodeName node, Optional<Incarnation> now) {
    if (now.isPresent()) {
      return "came back without goodbye as " + now.get();
    }
    if (!core.configured(node)) {
      return "no longer configured";
    }
    return core.peers.processGone(node) ? "its daemon is gone" : "not heard any more";
  }
}
