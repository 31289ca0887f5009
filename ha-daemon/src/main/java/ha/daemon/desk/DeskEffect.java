package ha.daemon.desk;

import ha.model.NodeName;
import ha.model.ledger.LedgerEntry;
import java.util.List;

/** What the desk wants done. */
public sealed interface DeskEffect {
  /** Answer the call that came in under {@code number}. */
  record Answer(long number, ApiReply reply) implements DeskEffect {}

  /** Have the controller record these; {@link Desk#recorded} is told what came of it. */
  record Commit(long token, List<LedgerEntry> entries) implements DeskEffect {
    public Commit {
      entries = List.copyOf(entries);
    }
  }

  /** Tell the log of a bug that a call ran into; nothing came of the call. */
  record Bug(String text) implements DeskEffect {}

  /** A person vouches, while nobody leads, that a node is off. */
  record VouchOff(NodeName node, String author, String reason) implements DeskEffect {}

  /** A person orders this node to lead without quorum. */
  record LeadAlone(String author, String reason) implements DeskEffect {}
}
