package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.Endpoints;
import ha.api.LastEnd;
import ha.api.LastEnd.Cause;
import ha.daemon.blackbox.FormerEnd;
import ha.daemon.blackbox.Note;
import ha.model.Incarnation;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LastEndDeskTest extends DeskScene {
  private static final Incarnation FORMER = new Incarnation(1);
  private static final Instant LAST = AT.plusSeconds(600);
  private static final Instant BACK = AT.plusSeconds(700);

  private static FormerEnd end(boolean sameBoot, Note... notes) {
    return new FormerEnd(FORMER, LAST, sameBoot, BACK, List.of(notes));
  }

  private static Note note(long number, Note.Kind kind, String text) {
    return new Note(number, LAST.minusSeconds(10).plusSeconds(number), FORMER, "b", kind, text);
  }

  /** Bob is back as a new life, with this in his black box. */
  private LastEnd backWith(FormerEnd end) {
    commit(
        new LedgerEntry.TermBegan(
            BACK,
            new Term(2),
            ALICE,
            new TreeMap<>(java.util.Map.of(ALICE, new Incarnation(1), BOB, new Incarnation(2)))));
    commit(
        new LedgerEntry.AttributeChanged(
            BACK, BOB, FormerEnd.ATTRIBUTE, Optional.of(end.write()), "agent"));
    return ask(leading(), "bob");
  }

  private LastEnd ask(Situation s, String node) {
    return answer(call(Endpoints.WHY_REBOOTED, "node=" + node, "", s), LastEnd.class);
  }

  private void bobIsFenced() {
    commit(new LedgerEntry.NodeLost(LAST.plusSeconds(1), BOB, FORMER, "no beats for 1 s"));
    commit(new LedgerEntry.FenceOrdered(LAST.plusSeconds(1), BOB, FORMER, "bob is lost"));
    commit(
        new LedgerEntry.FenceConfirmed(
            LAST.plusSeconds(3), BOB, FORMER, "pdu", "cluster", "read as off"));
  }

  @Test
  void aFenceOfTheFormerLifeIsTheReason() {
    bobIsFenced();

    LastEnd last = backWith(end(false, note(1, Note.Kind.ALONE, "alice is not heard")));

    assertThat(last.cause()).isEqualTo(Cause.FENCED);
    assertThat(last.at()).contains(LAST.plusSeconds(3));
    assertThat(last.verdict()).isEqualTo("bob was fenced (pdu: read as off), because bob is lost");
    assertThat(last.known().stream().map(LastEnd.Known::text))
        .containsSubsequence(
            "without the cluster: alice is not heard",
            "bob lost: no beats for 1 s",
            "bob is off: read as off (pdu)",
            "the daemon began again, after a boot");
  }

  @Test
  void aFenceOfAnEarlierLifeIsNot() {
    bobIsFenced();
    FormerEnd later =
        new FormerEnd(
            new Incarnation(5),
            BACK.plusSeconds(900),
            false,
            BACK.plusSeconds(990),
            new ArrayList<>());

    assertThat(backWith(later).cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void nothingIsSaidToBeNothing() {
    LastEnd last = backWith(end(false));

    assertThat(last.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(last.at()).contains(LAST);
    assertThat(last.verdict())
        .isEqualTo(
            "no orderly shutdown, no fence on record, last beat of bob then: power or kernel");
  }

  @Test
  void theWatchdogTellsWhyItWasNotFed() {
    Note starved = note(2, Note.Kind.WATCHDOG_STARVED, "may not act and still holds web");

    assertThat(backWith(end(false, starved)).verdict())
        .isEqualTo("bob was reset by its own watchdog: may not act and still holds web");
    assertThat(
            backWith(end(false, starved, note(3, Note.Kind.WATCHDOG_SPARED, "fed again"))).cause())
        .isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void orderlyKilledAndBrokenAreToldApart() {
    Note ended = note(1, Note.Kind.ENDED, "asked to leave");

    assertThat(backWith(end(true, ended)).verdict()).contains("no reboot since");
    assertThat(backWith(end(false, ended)).verdict()).contains("booted again");
    assertThat(backWith(end(true)).cause()).isEqualTo(Cause.KILLED);
    assertThat(backWith(end(true, note(1, Note.Kind.BROKE, "NullPointerException"))).cause())
        .isEqualTo(Cause.BUG);
  }

  @Test
  void ofANodeThatIsAwayTheLedgerTells() {
    bobIsFenced();
    members = Set.of(ALICE);

    assertThat(ask(leading(), "bob").cause()).isEqualTo(Cause.FENCED);
    assertThat(ask(leading(), "carol").verdict()).isEqualTo("carol was never seen by the cluster");
    assertThat(error(call(Endpoints.WHY_REBOOTED, "node=dave", "", leading())).kind())
        .isEqualTo(ApiError.Kind.NOT_FOUND);
  }
}
