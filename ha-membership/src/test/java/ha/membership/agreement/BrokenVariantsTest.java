package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the simulation would notice: each rule left out leads to a violation within some seeds. */
final class BrokenVariantsTest {
  private static final int MOST = 120;

  /** The first seed is one shortly before the first that catches it, to save time. */
  @ParameterizedTest
  @CsvSource({
    "SKIP_FENCE_WAIT, 0",
    "IGNORE_LAST_MAN, 0",
    "KEEP_LAST_MAN, 0",
    "IGNORE_LEASE, 0",
    "SKIP_LEASE_WAIT, 64",
    "ACK_BEFORE_FSYNC, 8",
    "SKIP_FETCH, 8",
    "COMMIT_ALONE, 0",
    "FENCE_WHEN_FRESH, 0",
    "NO_FENCE_DELAY, 0",
    "WELCOME_THE_DEAD, 0",
    "SKIP_QUORUM, 0",
  })
  void aRuleLeftOutIsNoticed(Unsafe rule, int first) {
    int caught = -1;
    for (int seed = first; caught < 0 && seed < first + MOST; seed++) {
      Chaos chaos = new Chaos(seed, EnumSet.of(rule), false);
      boolean wrong = chaos.run().isPresent() || chaos.world.bothFenced > 0;
      caught = wrong ? seed : -1;
    }
    assertThat(caught).as("seed that catches %s", rule).isNotNegative();
    System.out.println(rule + " caught by seed " + caught);
  }
}
