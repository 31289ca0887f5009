package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.Order;
import ha.api.Order.TicketOrder.State;
import ha.daemon.controller.Forecast;
import ha.daemon.desk.OrderDesk.Outcome;
import ha.model.definition.Definitions;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether this site may run what needs a ticket. */
final class TicketDeskTest extends DeskScene {
  private static final Instant LATER = AT.plus(Duration.ofHours(1));

  private final Definitions definitions =
      new YamlReader()
          .read(
              "test.yaml",
              YAML + "constraints:\n  - {ticket: north, resources: [web], loss-policy: stop}\n")
          .definitions()
          .orElseThrow();

  private Outcome take(String ticket, State state, Optional<Instant> until) {
    return new TicketDesk(leading(), definitions, "root@alice")
        .take(new Order.TicketOrder(ticket, state, until, "test"));
  }

  private List<LedgerEntry> entries(State state, Optional<Instant> until) {
    return switch (take("north", state, until)) {
      case Outcome.Entries(List<LedgerEntry> entries, String _) -> entries;
      case Outcome.Refused(ApiError error) -> throw new AssertionError(error);
    };
  }

  private void done(State state, Optional<Instant> until) {
    entries(state, until).forEach(this::commit);
  }

  /** What becomes of web, which runs on alice. */
  private Decision.Kind fate(Instant at) {
    Forecast.Inputs inputs =
        Forecast.inputs(definitions, record, leading().leading().orElseThrow(), at);
    Plan decided = Scheduler.decide(inputs.definitions(), inputs.snapshot(), at);
    return decided.decisions().stream()
        .filter(d -> d.resource().equals(WEB))
        .map(Decision::kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatNeedsATicketRunsWhileItIsHeld() {
    assertThat(fate(AT)).isEqualTo(Decision.Kind.STOP);

    done(State.GRANTED, Optional.empty());
    assertThat(fate(AT)).isEqualTo(Decision.Kind.STAY);

    done(State.STANDBY, Optional.empty());
    assertThat(fate(AT)).isEqualTo(Decision.Kind.STOP);

    done(State.REVOKED, Optional.empty());
    assertThat(fate(AT)).isEqualTo(Decision.Kind.STOP);
    assertThat(entries(State.REVOKED, Optional.empty())).isEmpty();
  }

  @Test
  void isHeldNoLongerThanGranted() {
    done(State.GRANTED, Optional.of(LATER));

    assertThat(fate(LATER.minusSeconds(1))).isEqualTo(Decision.Kind.STAY);
    assertThat(fate(LATER.plusSeconds(1))).isEqualTo(Decision.Kind.STOP);
  }

  @Test
  void ticketThatNothingNeedsIsAMistake() {
    assertThat(take("nort", State.GRANTED, Optional.empty()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.error().message()).contains("'nort'");
              assertThat(refused.error().remedy()).contains("north");
            });
  }
}
