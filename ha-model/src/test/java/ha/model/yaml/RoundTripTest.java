package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.Definitions;
import ha.model.json.Json;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final int CASES = 300;

  @Test
  void whatIsWrittenComesBack() {
    for (long seed = 0; seed < CASES; seed++) {
      RoundTrip.check("seed " + seed, RandomDefinitions.of(seed));
    }
  }

  /** The ledger keeps definitions as JSON. */
  @Test
  void definitionsComeBackFromJson() {
    for (long seed = 0; seed < 50; seed++) {
      Definitions definitions = RandomDefinitions.of(seed);

      assertThat(Json.read(Json.bytes(definitions), Definitions.class))
          .as("seed %s", seed)
          .isEqualTo(definitions);
    }
  }
}
