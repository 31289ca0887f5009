package ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
  @Test
  void readsWhatIsAsked() {
    Arguments read = Arguments.read("--seeds", "7", "--from", "3", "--nodes", "2");
    assertThat(read.seeds()).isEqualTo(7);
    assertThat(read.from()).isEqualTo(3);
    assertThat(read.nodes()).isEqualTo(2);
    assertThat(read.variant()).isEqualTo(Variant.SOUND);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Arguments.read("--nodes", "9")).hasMessageContaining("from 2 to 5");
    assertThatThrownBy(() -> Arguments.read("--seeds")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> Arguments.read("--variant", "X")).hasMessageContaining("known are");
  }

  @Test
  void wrongArgumentsEndWithTwo() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status = new Campaign(new PrintStream(said, true, StandardCharsets.UTF_8)).run("--no");
    assertThat(status).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Usage:");
  }
}
