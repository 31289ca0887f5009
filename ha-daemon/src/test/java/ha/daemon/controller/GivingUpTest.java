package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static ha.daemon.controller.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.model.Incarnation;
import ha.model.ledger.LedgerEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node is to leave, and what runs there cannot be stopped. */
final class GivingUpTest {
  private static final String RESOURCES =
      """
      resources:
        web: {agent: dummy, prefers: {alice: 10}}
        db: {agent: dummy, prefers: {alice: 10}}
      constraints:
        - order: [db, web]
      """;

  private static Together two(String more) {
    Together two =
        new Together(
            Samples.yaml(List.of(ALICE, BOB), RESOURCES)
                .replace("{name: test}", "{name: test" + more + "}"),
            List.of(ALICE, BOB));
    two.failing.add("stop web on alice");
    return two;
  }

  private static boolean gaveUp(Together two) {
    return two.effects.stream().anyMatch(ControllerEffect.GiveUp.class::isInstance);
  }

  private static boolean saidThatWebStays(Together two) {
    return two.effects.stream()
        .anyMatch(e -> e instanceof ControllerEffect.StopsFailed s && s.resources().contains(WEB));
  }

  /** Nobody is left that could fence it: it has two minutes, then it is over, without goodbye. */
  @Test
  void whoIsAloneEndsWithoutGoodbye() {
    Together two = two("");
    two.lead(ALICE, BOB);
    two.commit(
        new LedgerEntry.FenceConfirmed(two.wall(), BOB, new Incarnation(1), "pdu", "x", "off"));
    two.lead(ALICE);
    assertThat(two.on(ALICE)).contains(WEB);
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.settle();

    two.pass(Duration.ofSeconds(110));
    assertThat(gaveUp(two)).isFalse();
    two.pass(Duration.ofSeconds(15));

    assertThat(gaveUp(two)).isTrue();
    assertThat(saidThatWebStays(two)).isTrue();
    assertThat(two.left).isEmpty();
    assertThat(two.on(ALICE)).contains(WEB);
  }

  /** The others fence it, and have time for that. */
  @Test
  void whoIsToBeFencedWaitsForThat() {
    Together two = two("");
    two.lead(BOB, ALICE);
    assertThat(two.on(ALICE)).contains(WEB);
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.pass(Duration.ofMinutes(3));

    assertThat(two.effects)
        .anyMatch(e -> e instanceof ControllerEffect.Fence f && f.node().equals(ALICE));
    assertThat(gaveUp(two)).isFalse();
    assertThat(two.left).isEmpty();
    two.pass(Duration.ofMinutes(8));
    assertThat(gaveUp(two)).as("the device is dead").isTrue();
  }

  /** Without fencing it may go; what it keeps is on record, and nobody starts that elsewhere. */
  @Test
  void withoutFencingItGoesAndWhatItKeepsIsOnRecord() {
    Together two = two(", fencing: false");
    two.lead(BOB, ALICE);
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.pass(Duration.ofSeconds(5));

    assertThat(two.left).containsExactly(ALICE);
    assertThat(two.record().node(ALICE).keeps()).contains(WEB);
    assertThat(saidThatWebStays(two)).isTrue();
    assertThat(gaveUp(two)).isFalse();
    assertThat(two.on(BOB)).doesNotContain(WEB);
  }

  @Test
  void whatCanBeStoppedKeepsNobody() {
    Together two = two("");
    two.failing.clear();
    two.lead(BOB, ALICE);
    two.step(ALICE, new ControllerEvent.LeaveRequested());
    two.pass(Duration.ofSeconds(5));

    assertThat(two.left).containsExactly(ALICE);
    assertThat(saidThatWebStays(two)).isFalse();
  }
}
