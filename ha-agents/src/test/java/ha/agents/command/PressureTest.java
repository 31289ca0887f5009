package ha.agents.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressureTest {
  @TempDir Path directory;

  private Pressure at(long cpu, long io, long memory) throws IOException {
    write("cpu", cpu);
    write("io", io);
    write("memory", memory);
    return Pressure.in(directory);
  }

  private void write(String kind, long total) throws IOException {
    Files.writeString(
        directory.resolve(kind),
        """
        some avg10=79.41 avg60=55.15 avg300=47.91 total=%d
        full avg10=0.00 avg60=0.00 avg300=0.00 total=17
        """
            .formatted(total));
  }

  @Test
  void sharesAreOfTheTimeThatIsAskedFor() throws IOException {
    Pressure before = at(22_122_810_602L, 5, 7);
    Pressure after = at(22_122_810_602L + 1_500_000, 2_000_005, 7);
    assertThat(after.shares(before, Duration.ofSeconds(2)))
        .isEqualTo("cpu 75 %, io 100 %, memory 0 %");
  }

  @Test
  void kernelThatDoesNotTellIsNotQuoted() {
    Pressure none = Pressure.in(directory.resolve("none"));
    assertThat(none.shares(none, Duration.ofSeconds(1))).isEmpty();
  }
}
