package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.ledger.OperatorOverride.ReplicaBehind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica that was declared to be behind is not promoted until it has caught up. */
final class ReplicaBehindTest {
  private static final ResourceId DISK = new ResourceId("disk");
  private static final String RESOURCES =
      """
      resources:
        disk: {agent: stateful, promotable: {promoted-max: 1}}
      """;

  private final Together two =
      new Together(Samples.yaml(List.of(ALICE, BOB), RESOURCES), List.of(ALICE, BOB));

  private void says(NodeName node, String attribute, String value) {
    two.step(node, new ControllerEvent.AttributeSet(attribute, Optional.of(value)));
    two.settle();
    two.pass(Duration.ofSeconds(1));
  }

  private boolean isDeclared() {
    return two.record().override(ReplicaBehind.key(DISK, BOB)).isPresent();
  }

  @Test
  void promotionWaitsForWhatCaughtUpAfterThisVeryDeclaration() {
    two.lead(ALICE, BOB);
    two.order(new ReplicaBehind(DISK, BOB, 7));
    says(BOB, "promotion-disk", "10000");
    two.pass(Duration.ofSeconds(5));
    assertThat(two.ran).as("the only copy that is fit").noneMatch(r -> r.startsWith("promote"));

    says(BOB, "replica-disk", "6");
    assertThat(isDeclared()).as("caught up with an earlier one").isTrue();

    says(BOB, "replica-disk", "7");
    two.pass(Duration.ofSeconds(5));
    assertThat(isDeclared()).isFalse();
    assertThat(two.ran).anyMatch(r -> r.startsWith("promote disk") && r.endsWith(" on bob"));
  }
}
