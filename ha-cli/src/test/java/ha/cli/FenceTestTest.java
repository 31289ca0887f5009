package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Endpoints;
import ha.api.FenceChecks;
import ha.api.FenceChecks.Check;
import ha.api.FenceHistory;
import ha.api.FenceHistory.FenceRecord;
import ha.api.NodeStatus.CheckState;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code hactl fence test}. */
class FenceTestTest extends CommandTest {
  private static final NodeName CAROL = new NodeName("carol");

  private static Check check(int level, String device, NodeName by, CheckState state, Instant at) {
    String detail =
        state == CheckState.OK
            ? "ON_CONFIRMED (power on, login as operator with suite 17)"
            : "BAD_PASSWORD (the BMC does not share our password)";
    return new Check(level, new DeviceId(device), "ipmi", by, state, Optional.of(at), detail);
  }

  /** Every look finds newer answers than the one before. */
  private void devicesSay(CheckState ofBob) {
    AtomicInteger looks = new AtomicInteger();
    daemon()
        .on(
            Endpoints.FENCE_CHECKS,
            query -> {
              Instant at = Samples.NOW.plusSeconds(looks.incrementAndGet());
              return new FenceChecks(
                  query.node(),
                  List.of(
                      check(1, "alice-bmc", Samples.BOB, ofBob, at),
                      check(1, "alice-bmc", CAROL, CheckState.OK, at),
                      check(2, "alice-pdu", CAROL, CheckState.FAILED, at)));
            });
  }

  @Test
  void everyDeviceIsAskedFromEveryMember() throws IOException {
    devicesSay(CheckState.OK);

    Run run = run().width(110).hactl("fence", "test", "alice");

    Golden.check("fence-test", run.out());
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(OrderRequest.class))
        .extracting(OrderRequest::order)
        .containsExactly(new Order.FenceTestOrder(Samples.ALICE, ""));
  }

  @Test
  void aMemberThatCouldNotFenceIsNamed() {
    devicesSay(CheckState.FAILED);

    Run run = run().width(110).hactl("fence", "test", "alice");

    assertThat(run.out()).startsWith("✖ alice cannot be fenced by bob").contains("BAD_PASSWORD");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void nothingIsSwitchedWhereTheDryTestFails() {
    devicesSay(CheckState.FAILED);

    Run run = run().hactl("fence", "test", "alice", "--really", "--yes");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(daemon().received(OrderRequest.class))
        .extracting(OrderRequest::order)
        .noneMatch(Order.FenceOrder.class::isInstance);
  }

  @Test
  void reallySwitchesOffAndTellsWhatWasReadBack() {
    devicesSay(CheckState.OK);
    AtomicInteger looks = new AtomicInteger();
    daemon()
        .on(
            Endpoints.FENCE_HISTORY,
            all ->
                new FenceHistory(
                    looks.getAndIncrement() == 0
                        ? List.of()
                        : List.of(
                            new FenceRecord(
                                Samples.BOB,
                                new Incarnation(3),
                                Samples.NOW,
                                Optional.of(Samples.NOW.plus(Duration.ofMillis(900))),
                                FenceHistory.Outcome.CONFIRMED,
                                "bob-bmc",
                                "cluster",
                                "test",
                                "off read back",
                                1))));

    Run run = run().hactl("fence", "test", "bob", "--really", "--yes");

    assertThat(run.out()).contains("✔ bob was switched off by bob-bmc in 900 ms, read back");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(OrderRequest.class))
        .extracting(OrderRequest::order)
        .contains(
            new Order.FenceOrder(Samples.BOB, FenceMode.REBOOT, "test of the fencing of bob"));
  }

  @Test
  void reallyAsksFirst() {
    devicesSay(CheckState.OK);
    daemon().on(Endpoints.FENCE_HISTORY, all -> new FenceHistory(List.of()));

    Run run = run().hactl("fence", "test", "bob", "--really");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("this needs a confirmation");
  }
}
