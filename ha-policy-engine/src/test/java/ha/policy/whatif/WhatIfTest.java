package ha.policy.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.Definitions;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final NodeName ALICE = new NodeName("alice");
  private static final Definitions DEFINITIONS =
      new YamlReader()
          .lenient()
          .read(
              "ha.yaml",
              """
              cluster: {name: two, fencing: false}
              nodes: {alice: {links: [10.0.0.1]}, bob: {links: [10.0.0.2]}}
              resources:
                web: {agent: dummy, migration-threshold: 1, prefers: {alice: 100}}
              constraints:
                - {ticket: site, resources: [web]}
              """)
          .definitions()
          .orElseThrow();

  @Test
  void aLostNodeIsFenced() {
    Snapshot snapshot = apply(new Injection.NodeDown(ALICE)).snapshot();

    assertThat(state(snapshot).standing()).isEqualTo(Standing.LOST);
  }

  @Test
  void whatCameUpIsFresh() {
    Snapshot down = apply(new Injection.NodeDown(ALICE)).snapshot();
    Snapshot up =
        WhatIf.apply(DEFINITIONS, down, NOW, List.of(new Injection.NodeUp(ALICE))).snapshot();

    assertThat(state(up).standing()).isEqualTo(Standing.MEMBER);
  }

  @Test
  void aFailureMovesWhatMayNotFail() {
    Snapshot running =
        apply(
                new Injection.Ticket("site", Injection.Ticket.State.GRANTED),
                new Injection.Result(new ResourceId("web"), "start", Optional.empty(), ALICE, 0))
            .snapshot();
    Snapshot failed =
        WhatIf.apply(
                DEFINITIONS,
                running,
                NOW,
                List.of(
                    new Injection.Result(
                        new ResourceId("web"), "monitor", Optional.empty(), ALICE, 1)))
            .snapshot();

    assertThat(decision(running).to()).contains(ALICE);
    assertThat(decision(failed).to()).contains(new NodeName("bob"));
    assertThat(state(failed).failures())
        .singleElement()
        .satisfies(f -> assertThat(f.count().value()).isEqualTo(1));
  }

  @Test
  void withoutTheTicketNothingRuns() {
    Snapshot revoked =
        apply(new Injection.Ticket("site", Injection.Ticket.State.REVOKED)).snapshot();

    assertThat(decision(revoked).to()).isEmpty();
  }

  @Test
  void unknownNamesAreToldWithThoseThatThereAre() {
    WhatIf.Outcome outcome =
        apply(
            new Injection.Standby(new NodeName("carol")),
            new Injection.Ticket("sight", Injection.Ticket.State.GRANTED),
            new Injection.Result(new ResourceId("wbe"), "monitor", Optional.empty(), ALICE, 1));

    assertThat(outcome.unknown())
        .containsExactly(
            new Unknown("node", "carol", List.of("alice", "bob")),
            new Unknown("ticket", "sight", List.of("site")),
            new Unknown("resource", "wbe", List.of("web")));
  }

  private static WhatIf.Outcome apply(Injection... injections) {
    return WhatIf.apply(DEFINITIONS, WhatIf.allUp(DEFINITIONS), NOW, List.of(injections));
  }

  private static NodeState state(Snapshot snapshot) {
    return Objects.requireNonNull(snapshot.nodes().get(ALICE));
  }

  private static Decision decision(Snapshot snapshot) {
    Plan plan = Scheduler.decide(DEFINITIONS, snapshot, NOW);
    return plan.decisions().stream()
        .filter(d -> d.resource().value().equals("web"))
        .findFirst()
        .orElseThrow();
  }
}
