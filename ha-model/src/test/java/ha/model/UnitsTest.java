package ha.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "2min,120000", "1h,3600000", "7d,604800000", "0s,0"})
  void durationsAreRead(String text, long millis) {
    assertThat(Durations.read(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "1h30min", "10m", "9999999999s"})
  void otherTextIsNoDuration(String text) {
    assertThat(Durations.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 1000, 1500, 60_000, 90_000, 3_600_000, 86_400_000, 5_400_000})
  void durationsComeBack(long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"4,4", "64GiB,68719476736", "512MiB,536870912", "2GB,2000000000", "1kB,1000"})
  void sizesAreRead(String text, long number) {
    assertThat(Sizes.read(text)).contains(number);
  }

  @Test
  void sizesAreWrittenWithUnitsWhereThatIsExact() {
    assertThat(Sizes.text(68_719_476_736L)).isEqualTo("64GiB");
    assertThat(Sizes.text(2048)).isEqualTo("2048");
    assertThat(Sizes.text(68_719_476_737L)).isEqualTo("68719476737");
    assertThat(Sizes.read("99999999TiB")).isEmpty();
  }
}
