package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Endpoints;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApplyDesk;
import ha.daemon.desk.Desk;
import ha.membership.agreement.AgreementConfig;
import ha.membership.ledger.Durable;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one thread that owns the core. */
class LoopTest {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final NodeName ALICE = new NodeName("alice");
  private static final String YAML =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [127.0.0.1], fence: [pdu]}
        bob: {links: [127.0.0.2], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_dummy}
      """;

  private long paused;
  private final List<CoreEffect> effects = new ArrayList<>();
  private final Loop loop =
      new Loop(
          TICK, () -> System.nanoTime() + paused, Instant::now, (core, now) -> {}, this::carryOut);
  private int beats;
  private int afterPause = -1;

  private static NodeCore core() {
    Definitions definitions = new YamlReader().read("test", YAML).definitions().orElseThrow();
    return new NodeCore(
        AgreementConfig.of(
            ALICE,
            definitions.cluster(),
            Bootstrap.electorate(definitions),
            yaml -> Definers.recorded(yaml).map(Bootstrap::electorate)),
        new Incarnation(1),
        Durable.fresh(new Incarnation(1)),
        (d, snapshot, at) -> Plan.EMPTY,
        Definers::recorded,
        new Desk(
            (d, snapshot, at) -> Plan.EMPTY,
            new ApplyDesk((label, text) -> new YamlReader().read(label, text))),
        new NodeCore.Seed(YAML, "root@alice"),
        new MonoTime(System.nanoTime()),
        Instant.now());
  }

  /** At the first answer the daemon is not run for a while, and meanwhile somebody asks. */
  private void carryOut(CoreEffect effect) {
    effects.add(effect);
    if (effect instanceof CoreEffect.Beat && ++beats == 2) {
      ask();
    } else if (effect instanceof CoreEffect.Answer && afterPause >= 0) {
      loop.stop();
    } else if (effect instanceof CoreEffect.Answer) {
      afterPause = effects.size();
      ask();
      paused += TICK.multipliedBy(4).toNanos();
    }
  }

  private void ask() {
    var _ =
        loop.call(
            new ApiCall(
                Endpoints.STATUS.method().name(), Endpoints.STATUS.path(), "", "", "root@alice"));
  }

  /** Whoever spoke during the pause was not silent, so time is judged after the words. */
  @Test
  void whatWasSaidDuringAPauseIsHeardBeforeTimeIsJudged() throws Exception {
    loop.run(core());
    List<CoreEffect> later = effects.subList(afterPause, effects.size());
    assertThat(later)
        .filteredOn(e -> e instanceof CoreEffect.Beat || e instanceof CoreEffect.Answer)
        .first()
        .as("what comes of the first event after the pause")
        .isInstanceOf(CoreEffect.Answer.class);
  }
}
