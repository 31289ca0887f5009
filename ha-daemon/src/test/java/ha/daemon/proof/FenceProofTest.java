package ha.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.DeviceId;
import ha.model.NodeName;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FenceProofTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final DeviceId DEVICE = new DeviceId("bob-bmc");
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void isReadBackFromTheAttributeOfWhoAsked() {
    FenceProof proof = new FenceProof(ALICE, DEVICE, BOB, false, AT, "bad password for ha");

    assertThat(FenceProof.of(DEVICE, BOB, of(proof.attribute(), proof.value())))
        .containsExactly(proof);
    assertThat(FenceProof.of(new DeviceId("other"), BOB, of(proof.attribute(), proof.value())))
        .isEmpty();
  }

  @Test
  void keepsOneLineOfBoundedLength() {
    FenceProof proof =
        new FenceProof(ALICE, DEVICE, BOB, true, AT, "power is on\nand more" + "x".repeat(1000));

    assertThat(proof.detail()).isEqualTo("power is on");
    assertThat(new FenceProof(ALICE, DEVICE, BOB, true, AT, "x".repeat(1000)).detail())
        .hasSizeLessThan(400);
  }

  @Test
  void whatIsNoProofIsLeftOut() {
    assertThat(FenceProof.of(DEVICE, BOB, of("#fence-check/bob-bmc/bob", "ok yesterday fine")))
        .isEmpty();
    assertThat(FenceProof.of(DEVICE, BOB, of("#fence-check/bob-bmc/bob", "perhaps"))).isEmpty();
  }

  private static SortedMap<NodeName, SortedMap<String, String>> of(String name, String value) {
    return new TreeMap<>(Map.of(ALICE, new TreeMap<>(Map.of(name, value))));
  }
}
