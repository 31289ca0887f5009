package ha.model.yaml;

import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final int CASES = 1500;

  @Test
  void whatIsWrittenComesBack() {
    for (long seed = 0; seed < CASES; seed++) {
      RoundTrip.check("seed " + seed, RandomDefinitions.of(seed));
    }
  }
}
