package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.ControllerEffect.WakeAt;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Expression;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When the controller asks to be woken. */
final class AlarmTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:30Z");
  private static final String YAML =
      Samples.yaml(List.of(ALICE, BOB), "resources:\n  web: {agent: dummy}\n");

  private static TimedRules rules(Expression... expressions) {
    Definitions plain = Samples.read(YAML).orElseThrow();
    Rule inner = new Rule("inner", Rule.Combine.AND, List.of(expressions), Optional.empty());
    Rule outer =
        new Rule("r", Rule.Combine.OR, List.of(new Expression.Nested(inner)), Optional.empty());
    AttributeSet set = new AttributeSet("s", Score.ZERO, Optional.of(outer), new TreeMap<>());
    return TimedRules.of(
        new Definitions(
            plain.cluster(),
            plain.clusterOptions(),
            plain.nodes(),
            plain.resources(),
            plain.constraints(),
            plain.fenceDevices(),
            plain.fencingTopology(),
            List.of(set),
            plain.operationDefaults(),
            plain.tags()));
  }

  @Test
  void rulesWithoutDatesNeedNoWaking() {
    assertThat(rules(new Expression.OperationMatch("start", Optional.empty())).next(AT)).isEmpty();
  }

  @Test
  void rangesWakeAtTheirEnds() {
    TimedRules range =
        rules(
            new Expression.DateRange(
                Optional.of(AT.plusSeconds(7)), Optional.of(AT.plusSeconds(90))));

    assertThat(range.next(AT)).contains(AT.plusSeconds(7));
    assertThat(range.next(AT.plusSeconds(7))).contains(AT.plusSeconds(90));
    assertThat(range.next(AT.plusSeconds(90))).isEmpty();
  }

  @Test
  void windowsAreLookedAtEachMinute() {
    TimedRules window = rules(new Expression.Window("0 0 2 * * ?", Duration.ofHours(1), "UTC"));

    assertThat(window.next(AT)).contains(Instant.parse("2026-01-01T10:01:00Z"));
  }

  @Test
  void controllerAsksForTheSoonestMomentOnce() {
    Stage alice = new Stage(ALICE, YAML);
    alice.lead(ALICE, BOB);
    Instant late = Samples.EPOCH.plusSeconds(60);
    Instant soon = Samples.EPOCH.plusSeconds(20);

    assertThat(wakes(alice, new OperatorOverride.Standby(BOB, Optional.of(late))))
        .containsExactly(new WakeAt(late));
    assertThat(wakes(alice, new OperatorOverride.NodeMaintenance(BOB, Optional.of(soon))))
        .containsExactly(new WakeAt(soon));
    assertThat(Stage.of(WakeAt.class, alice.pass(Duration.ofSeconds(1)))).isEmpty();
  }

  private static List<WakeAt> wakes(Stage stage, OperatorOverride override) {
    return Stage.of(
        WakeAt.class,
        stage.commit(new LedgerEntry.OverrideSet(Samples.EPOCH, override, "root@alice", "")));
  }

  @Test
  void afterWakingItDecidesAnew() {
    Stage alice = new Stage(ALICE, YAML);
    alice.lead(ALICE, BOB);
    int before = alice.decisions;

    alice.step(new ControllerEvent.WokenUp());

    assertThat(alice.decisions).isEqualTo(before + 1);
  }
}
