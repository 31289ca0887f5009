package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.PlanSummary;
import ha.api.ProgressPage;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commands that change something. */
class OrdersTest extends CommandTest {
  private static final ResourceId WEB = new ResourceId("web");
  private static final PlanSummary INTERRUPTS =
      new PlanSummary(
          List.of(
              new PlanSummary.Step(
                  "move",
                  "web",
                  Optional.of(Samples.ALICE),
                  Optional.of(Samples.BOB),
                  "alice goes to standby")),
          List.of(new PlanSummary.Downtime(WEB, Duration.ofMillis(1200))),
          List.of("the last copy of disk that is up to date is on alice"));

  @Test
  void migrateOrdersFollowsAndLooks() {
    Run run = run().terminal().hactl("migrate", "web", "--to", "alice", "--reason", "quiet");

    assertThat(run.out())
        .isEqualTo(
            """
            accepted
              12:00:00  → start web on bob
              12:00:00  ✔ start web on bob  0.3 s
            ✔ web runs on alice (0 s)
            """
                .replace("(0 s)", took(run)));
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(orders())
        .last()
        .isEqualTo(
            new Order.MigrateOrder(
                WEB, Optional.of(Samples.ALICE), Optional.of(Duration.ofMinutes(2)), "quiet"));
  }

  @Test
  void moveIsMigrate() {
    assertThat(run().hactl("move", "web", "--to", "alice").code()).isEqualTo(ExitCode.OK);
    assertThat(orders()).last().isInstanceOf(Order.MigrateOrder.class);
  }

  @Test
  void whatDidNotArriveIsAFailure() {
    Run run = run().hactl("migrate", "web", "--to", "bob");

    assertThat(run.out()).contains("✖ web runs on alice");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void withoutATargetItMustHaveLeft() {
    assertThat(run().hactl("migrate", "vm1").code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aSlowClusterIsGivenUpAtTheDeadline() {
    daemon().on(Endpoints.PROGRESS, query -> new ProgressPage("7.41", false, false, List.of()));

    Run run = run().hactl("start", "web", "--timeout", "50ms");

    assertThat(run.out()).contains("not settled after 50 ms; it goes on");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void noWaitEndsWhenTheOrderIsAccepted() {
    Run run = run().hactl("start", "web", "--no-wait");

    assertThat(run.out()).isEqualTo("✔ accepted\n");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(daemon().received(ha.api.Queries.OfProgress.class)).isEmpty();
    assertThat(orders())
        .last()
        .isEqualTo(new Order.TargetRoleOrder(WEB, Role.STARTED, Optional.empty(), ""));
  }

  @Test
  void inAPipeThereIsNoProgress() {
    assertThat(run().hactl("start", "web").out())
        .startsWith("accepted\n✔ web runs on alice")
        .doesNotContain("start web on bob");
  }

  @Test
  void whatWasLeftRunningIsNotStopped() {
    Run run = run().hactl("stop", "web", "--yes");

    assertThat(run.out()).contains("✖ web runs on alice");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(orders())
        .last()
        .isEqualTo(new Order.TargetRoleOrder(WEB, Role.STOPPED, Optional.empty(), ""));
  }

  @Test
  void ticketsAreGrantedAndTakenBack() {
    Run granted = run().hactl("ticket", "grant", "north", "--until", "14:00");
    assertThat(granted.out()).contains("✔ ticket north: held by this site");
    assertThat(orders())
        .last()
        .isEqualTo(
            new Order.TicketOrder(
                "north",
                Order.TicketOrder.State.GRANTED,
                Optional.of(Samples.NOW.plus(Duration.ofHours(2))),
                ""));

    run().hactl("ticket", "revoke", "north", "--yes");
    assertThat(orders())
        .last()
        .isEqualTo(
            new Order.TicketOrder("north", Order.TicketOrder.State.REVOKED, Optional.empty(), ""));
    assertThat(run().hactl("ticket").err()).contains("say grant, standby or revoke");
    Run nonsense = run().hactl("ticket", "revoke", "north", "--until", "14:00", "--yes");
    assertThat(nonsense.err()).contains("--until").contains("hactl ticket revoke north");
    assertThat(nonsense.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void standbyShowsConsequencesAndAsks() {
    orderWouldCause(INTERRUPTS);
    clusterIs(Samples.noQuorum());

    Run run =
        run()
            .terminal()
            .typing("y\n")
            .hactl("standby", "alice", "--until", "14:00", "--reason", "new memory");

    assertThat(run.out())
        .startsWith(
            """
            What will be done
              move  web alice → bob  alice goes to standby

            Not available meanwhile
              web  for about 1.2 s

            Risks
              ▲ the last copy of disk that is up to date is on alice

            Put alice in standby? [y/N] accepted
            """)
        .contains("✔ nothing runs on alice")
        .contains("Problems\n  ✖ vm1 is stopped");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(orders())
        .last()
        .isEqualTo(
            new Order.StandbyOrder(
                Samples.ALICE,
                true,
                Optional.of(Samples.NOW.plus(Duration.ofHours(2))),
                "new memory"));
  }

  @Test
  void noMeansNo() {
    Run run = run().terminal().typing("\n").hactl("restart", "web");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("nothing was changed");
    assertThat(orders()).hasSize(1).first().isInstanceOf(Order.RestartOrder.class);
  }

  @Test
  void withoutATerminalNothingDisruptiveIsDone() {
    Run run = run().hactl("standby", "alice");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .isEqualTo(
            """
            error: this needs a confirmation, and there is no terminal to ask on
              do:       look at the consequences, then repeat the command with --yes
            """);
  }

  @Test
  void aRiskyMoveAsks() {
    orderWouldCause(INTERRUPTS);

    assertThat(run().hactl("migrate", "web", "--to", "bob").code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void standbyThatLeavesSomethingIsAFailure() {
    Run run = run().hactl("standby", "alice", "--yes");

    assertThat(run.out()).contains("✖ still on alice: disk, ping, web");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void unstandby() {
    Run run = run().hactl("unstandby", "carol");

    assertThat(run.out()).contains("✔ carol takes part again");
    assertThat(orders())
        .last()
        .isEqualTo(new Order.StandbyOrder(Samples.CAROL, false, Optional.empty(), ""));
  }

  @Test
  void maintenanceOfTheClusterANodeAndAResource() {
    assertThat(run().hactl("maintenance", "on").out()).contains("✔ hands off the cluster");
    assertThat(orders()).last().isEqualTo(maintenance(null, null, true));

    run().hactl("maintenance", "off", "bob");
    assertThat(orders()).last().isEqualTo(maintenance("bob", null, false));

    run().hactl("maintenance", "on", "resource/vm1");
    assertThat(orders()).last().isEqualTo(maintenance(null, "vm1", true));
  }

  private static Order maintenance(@Nullable String node, @Nullable String resource, boolean on) {
    return new Order.MaintenanceOrder(
        Optional.ofNullable(node).map(NodeName::new),
        Optional.ofNullable(resource).map(ResourceId::new),
        on,
        Optional.empty(),
        "");
  }

  @Test
  void maintenanceOfSomethingUnknownNamesTheNearest() {
    Run run = run().hactl("maintenance", "on", "alise");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no node or resource 'alise'").contains("perhaps alice");
  }

  @Test
  void cleanupSaysWhatIsLeft() {
    clusterIs(Samples.blocked());

    Run run = run().hactl("cleanup", "web-server", "--node", "bob");

    assertThat(run.out()).contains("✖ failed again: web-server monitor on bob");
    assertThat(orders())
        .last()
        .isEqualTo(
            new Order.CleanupOrder(
                Optional.of(new ResourceId("web-server")), Optional.of(Samples.BOB), ""));
    assertThat(run().hactl("cleanup", "disk").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void fencingNeedsAReason() {
    Run run = run().hactl("fence", "now", "alice", "--yes");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("a reason is needed").contains("--reason TEXT");
    assertThat(orders()).isEmpty();
  }

  @Test
  void fenceNow() {
    assertThat(run().hactl("fence", "now", "alice", "--yes", "--off", "--reason", "smoke").code())
        .isEqualTo(ExitCode.OK);
    assertThat(orders())
        .last()
        .isEqualTo(new Order.FenceOrder(Samples.ALICE, FenceMode.OFF, "smoke"));
  }

  @Test
  void fenceConfirmTellsWhatDependsOnIt() {
    Run run = run().terminal().typing("plug pulled\nyes\n").hactl("fence", "confirm", "alice");

    assertThat(run.out())
        .contains("both sides write to the same disks and data is lost")
        .contains("Is alice certainly off? [y/N] ");
    assertThat(orders()).containsExactly(new Order.FenceConfirmOrder(Samples.ALICE, "plug pulled"));
  }

  @Test
  void leadAloneWantsTheNodesNamed() {
    clusterIs(Samples.waitingForPeer());

    Run run = run().hactl("quorum", "lead-alone", "--yes", "--reason", "bob burnt down");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--off bob");
    assertThat(orders()).isEmpty();
  }

  @Test
  void leadAlone() {
    clusterIs(Samples.waitingForPeer());

    Run run = run().terminal().typing("bob\nburnt down\ny\n").hactl("quorum", "lead-alone");

    assertThat(run.out()).contains("✖ no quorum: bob has not been seen");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(orders())
        .containsExactly(new Order.LeadAloneOrder(List.of(Samples.BOB), "burnt down"));
  }

  @Test
  void leadAloneIsRefusedWithQuorum() {
    assertThat(run().hactl("quorum", "lead-alone", "--off", "bob").code())
        .isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void theDaemonsRefusalDecidesTheExitCode() {
    daemon()
        .fail(
            Endpoints.ORDER,
            new ApiError(
                Kind.NO_QUORUM, "nothing can be changed without quorum", "", "", "hactl quorum"));

    Run run = run().hactl("start", "web");

    assertThat(run.code()).isEqualTo(ExitCode.NO_QUORUM);
    assertThat(run.err())
        .isEqualTo(
            """
            error: nothing can be changed without quorum
              do:       hactl quorum
            """);
  }

  @Test
  void jsonOfAnOrder() {
    Run run = run().hactl("start", "web", "-o", "json");

    assertThat(run.out())
        .startsWith("{\n")
        .contains("\"ok\" : true")
        .contains("\"settled\" : true")
        .contains("\"text\" : \"web runs on alice\"");
  }

  @Test
  void wrongTimesAreUsageErrors() {
    Run run = run().hactl("standby", "alice", "--until", "tomorrow", "--yes");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'tomorrow' is not a time").contains("2026-01-31T14:00");
  }

  private static String took(Run run) {
    int open = run.out().lastIndexOf('(');
    return run.out().substring(open, run.out().lastIndexOf(')') + 1);
  }
}
