package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in a term that has begun elsewhere and not here yet. A leader orders as soon as its
 * term is open, and a member may hear the order a moment before it hears that it follows; to drop
 * it would cost the second until it is said again, in the midst of a failover.
 *
 * <p>Only the newest term counts, and only so many messages: whatever is lost is said again.
 */
final class EarlyMessages {
  private static final int KEPT = 500;

  private final List<Early> kept = new ArrayList<>();
  private Term term = Term.NONE;

  /** One message and who said it. */
  record Early(NodeName from, ControllerMessage message) {}

  void keep(NodeName from, ControllerMessage message) {
    if (message.term().newerThan(term)) {
      kept.clear();
      term = message.term();
    }
    if (message.term().equals(term) && kept.size() < KEPT) {
      kept.add(new Early(from, message));
    }
  }

  /** A term began here: what was said in it, in its order; older ones are forgotten. */
  List<Early> begun(Term begun) {
    if (term.newerThan(begun)) {
      return List.of();
    }
    List<Early> said = term.equals(begun) ? List.copyOf(kept) : List.of();
    kept.clear();
    return said;
  }
}
