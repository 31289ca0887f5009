package ha.agents.o2cb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against what two kernels (Linux 6.1) wrote on an OCFS2 volume. */
class HeartbeatBlockTest {
  private static final String NODE_1 =
      "c2a7046b00000000" + "01000000" + "dec055f5" + "1db495d803a70810" + "90650000";
  private static final String NODE_2 =
      "c3a7046b00000000" + "02000000" + "30b861ee" + "fa7e343e41557505" + "90650000";

  static byte[] block(String beginning) {
    byte[] block = new byte[512];
    byte[] first = HexFormat.of().parseHex(beginning);
    System.arraycopy(first, 0, block, 0, first.length);
    return block;
  }

  static byte[] ofNode2() {
    return block(NODE_2);
  }

  @Test
  void isReadAsTheKernelsWroteIt() {
    HeartbeatBlock first = new HeartbeatBlock(block(NODE_1));
    assertThat(first.isOf(1)).isTrue();
    assertThat(first.isOf(2)).isFalse();
    assertThat(first.hasLeft()).isFalse();
    assertThat(first.sequence()).isEqualTo(0x6b04a7c2L);
    assertThat(first.generation()).isEqualTo(0x1008a703d895b41dL);
    assertThat(new HeartbeatBlock(block(NODE_2)).isOf(2)).isTrue();
  }

  @Test
  void aBlockThatWasDamagedOrNeverWrittenIsNobodys() {
    byte[] damaged = block(NODE_1);
    damaged[300] = 1;
    assertThat(new HeartbeatBlock(damaged).isOf(1)).isFalse();
    assertThat(new HeartbeatBlock(new byte[512]).isOf(1)).isFalse();
  }

  @Test
  void afterLeavingOnlyTheLifeIsGone() {
    HeartbeatBlock left = new HeartbeatBlock(new HeartbeatBlock(block(NODE_2)).afterLeaving());
    assertThat(left.isOf(2)).isTrue();
    assertThat(left.hasLeft()).isTrue();
    assertThat(left.sequence()).isEqualTo(0x6b04a7c3L);
  }
}
