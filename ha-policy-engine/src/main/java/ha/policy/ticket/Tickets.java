package ha.policy.ticket;

import ha.model.Role;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.LossPolicy;
import ha.model.definition.Constraint.ResourceSet;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.model.snapshot.TicketState;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Phase: what this site may not run because it does not hold a ticket. */
public final class Tickets {
  private final Situation s;
  private final Constraint.Ticket constraint;
  private final boolean granted;
  private final boolean standby;

  private Tickets(Situation s, Constraint.Ticket constraint) {
    this.s = s;
    this.constraint = constraint;
    @Nullable TicketState state = s.snapshot.tickets().get(constraint.ticket());
    this.granted = state != null && state.granted();
    this.standby = state != null && state.standby();
  }

  public static void apply(Situation s) {
    for (Constraint constraint : s.definitions.constraints()) {
      if (constraint instanceof Constraint.Ticket ticket) {
        new Tickets(s, ticket).apply();
      }
    }
  }

  private void apply() {
    if (granted && !standby) {
      return;
    }
    for (ResourceSet set : constraint.resources()) {
      boolean promotedOnly = set.role().equals(Optional.of(Role.PROMOTED));
      Optional<Role> role = set.role().filter(r -> r != Role.STARTED);
      set.members().stream()
          .flatMap(id -> s.expand(id).stream())
          .forEach(r -> {
            each(r, promotedOnly, role);
            if (promotedOnly) {
              r.mayPromote = Optional.of(reason("is not held by this site"));
            }
          });
    }
  }

  private void each(Resource r, boolean promotedOnly, Optional<Role> role) {
    if (!r.isPrimitive()) {
      r.children.forEach(child -> each(child, promotedOnly, role));
      return;
    }
    boolean strict = !promotedOnly || constraint.lossPolicy() == LossPolicy.STOP;
    if (!granted && !r.active.isEmpty()) {
      lost(r, promotedOnly, role.map(x -> x == r.role).orElse(true));
    } else if (strict) {
      ban(r, granted ? "is on standby" : "is not held by this site");
    }
  }

  private void lost(Resource r, boolean promotedOnly, boolean inRole) {
    LossPolicy policy =
        constraint.lossPolicy() == LossPolicy.FENCE && !s.options.fencing()
            ? LossPolicy.STOP
            : constraint.lossPolicy();
    switch (policy) {
      case STOP -> ban(r, "was lost");
      case DEMOTE -> {
        if (!promotedOnly) {
          ban(r, "was lost");
        }
      }
      case FENCE -> {
        if (inRole) {
          ban(r, "was lost");
          for (Node node : r.active) {
            s.mustFence(
                node, "ticket " + constraint.ticket() + " was lost while " + r + " ran there");
          }
        }
      }
      case FREEZE -> {
        if (inRole) {
          r.managed = false;
          r.blocked = true;
          r.blockReason = "ticket " + constraint.ticket() + " was lost";
          s.problem(
              Problem.Severity.ERROR,
              r,
              null,
              r + " is frozen: ticket " + constraint.ticket() + " was lost",
              "it goes on when the ticket is granted again",
              "let this site have the ticket " + constraint.ticket());
        }
      }
    }
  }

  private void ban(Resource r, String why) {
    for (Node node : s.nodes) {
      r.scores.add(node.index, -Scores.INFINITY, reason(why));
    }
  }

  private Reason reason(String why) {
    return new Reason(
        "ticket",
        "ticket " + constraint.ticket() + " " + why,
        Optional.of(constraint.id()),
        constraint.position(),
        Optional.of(Score.MINUS_INFINITY));
  }
}
