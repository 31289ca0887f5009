package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A leader that has to be fenced itself falls silent. To the others it is as if it had died: they
 * fence it, switch it on again and take over, which it could not do to itself.
 */
final class Silence {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Core core;
  private @Nullable MonoTime since;
  private Term saidIn = Term.NONE;

  Silence(Core core) {
    this.core = core;
  }

  /** Falls silent, if the other members can go on without this node. */
  void condemned(String reason) {
    Reign reign = core.reign;
    if (reign == null || !reign.open()) {
      return;
    }
    TreeSet<NodeName> rest = new TreeSet<>(reign.members().keySet());
    rest.remove(core.self);
    if (core.electorates().stream().allMatch(e -> e.hasQuorum(rest, n -> mayBeLast(e, n)))) {
      since = core.now;
      core.say("This node has to be fenced, and falls silent so that the others do it: " + reason);
      core.seat.leave("to be fenced by the others: " + reason);
    } else if (!saidIn.equals(reign.term())) {
      saidIn = reign.term();
      core.say(
          "This node has to be fenced, but "
              + rest
              + " could not go on without it; that waits for more nodes: "
              + reason);
    }
  }

  private boolean mayBeLast(Electorate electorate, NodeName node) {
    return core.settings.lastMan() && electorate.otherOfTwo(node).equals(Optional.of(core.self));
  }

  /** Whether it says nothing and hears nothing; not for ever, if nobody fences it. */
  boolean isKept() {
    if (since != null && core.past(since, LONGEST)) {
      since = null;
      core.say("Nobody has fenced this node: it takes part again.");
    }
    return since != null;
  }
}
