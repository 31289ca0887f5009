package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.Order;
import ha.daemon.desk.OrderDesk.Outcome;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import java.util.List;
import java.util.TreeSet;

/** Turns orders about tickets into ledger entries, or says why not. */
final class TicketDesk {
  private final Situation situation;
  private final Definitions definitions;
  private final String author;

  TicketDesk(Situation situation, Definitions definitions, String author) {
    this.situation = situation;
    this.definitions = definitions;
    this.author = author;
  }

  Outcome take(Order.TicketOrder o) {
    TreeSet<String> known = new TreeSet<>();
    for (Constraint constraint : definitions.constraints()) {
      if (constraint instanceof Constraint.Ticket t) {
        known.add(t.ticket());
      }
    }
    if (!known.contains(o.ticket())) {
      return new Outcome.Refused(
          ApiError.of(
              ApiError.Kind.NOT_FOUND,
              "no constraint asks for a ticket '" + o.ticket() + "'",
              known.isEmpty()
                  ? "write one: ticket: NAME"
                  : "known are: " + String.join(", ", known)));
    }
    return switch (o.state()) {
      case GRANTED -> set(o, false, "this site holds the ticket " + o.ticket());
      case STANDBY -> set(o, true, "the ticket " + o.ticket() + " is on standby");
      case REVOKED -> {
        String key = OperatorOverride.Ticket.key(o.ticket());
        yield situation.record().override(key).isPresent()
            ? new Outcome.Entries(
                List.of(new LedgerEntry.OverrideLifted(situation.at(), key, author, o.reason())),
                "this site no longer holds the ticket " + o.ticket())
            : new Outcome.Entries(List.of(), "this site does not hold it: nothing to do");
      }
    };
  }

  private Outcome set(Order.TicketOrder o, boolean standby, String text) {
    OperatorOverride ticket = new OperatorOverride.Ticket(o.ticket(), standby, o.until());
    return new Outcome.Entries(
        List.of(new LedgerEntry.OverrideSet(situation.at(), ticket, author, o.reason())), text);
  }
}
