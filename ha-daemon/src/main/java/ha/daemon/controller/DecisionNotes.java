package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What history says of plans: once for each resource that is to change, why. While that is under
 * way plans are made again and again; only another destination is news.
 */
final class DecisionNotes {
  private final Map<ResourceId, Optional<NodeName>> told = new TreeMap<>();

  /** What is new in this plan. */
  List<LedgerEntry> of(Plan plan, Instant now) {
    List<LedgerEntry> notes = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      Optional<String> change = d.blocked() ? Optional.empty() : change(d);
      if (change.isEmpty()) {
        told.remove(d.resource());
      } else if (!d.to().equals(told.get(d.resource()))) {
        told.put(d.resource(), d.to());
        String why = d.reasons().isEmpty() ? "" : ": " + d.reasons().getFirst().text();
        String text = "decided that " + d.resource() + " " + change.get() + why;
        notes.add(new LedgerEntry.Noted(now, text, Optional.of(d.resource()), d.to().or(d::from)));
      }
    }
    return notes;
  }

  private static Optional<String> change(Decision d) {
    String to = d.to().map(NodeName::value).orElse("");
    String from = d.from().map(NodeName::value).orElse("");
    boolean stays = d.from().equals(d.to());
    return switch (d.kind()) {
      case STAY, REMAIN_STOPPED -> Optional.empty();
      case START -> Optional.of("starts on " + to);
      case STOP -> Optional.of(from.isEmpty() ? "stops" : "stops on " + from);
      case RESTART -> Optional.of("restarts on " + to);
      case RECOVER -> Optional.of(recovers(from, to, stays));
      case MOVE -> Optional.of("moves from " + from + " to " + to);
      case MIGRATE -> Optional.of("migrates from " + from + " to " + to);
      case PROMOTE -> Optional.of("is promoted on " + to);
      case DEMOTE -> Optional.of("is demoted on " + to);
      case RE_PROMOTE -> Optional.of("is demoted and promoted again on " + to);
      case RELOAD -> Optional.of("takes over new parameters on " + to);
    };
  }

  private static String recovers(String from, String to, boolean stays) {
    if (to.isEmpty()) {
      return "stops on " + from + " after its failure";
    }
    return stays || from.isEmpty()
        ? "is recovered on " + to
        : "is recovered from " + from + " on " + to;
  }
}
