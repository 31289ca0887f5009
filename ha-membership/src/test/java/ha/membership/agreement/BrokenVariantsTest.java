package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the simulation would notice: each rule left out leads to a violation within some seeds. */
final class BrokenVariantsTest {
  private static final int MOST = 120;

  /** Left out though the leader still hears it, carol may act until its lease has run out. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whoIsLeftOutHasNoLeaseAnyMoreWhenTheNewTermActs(boolean broken) {
    Set<Unsafe> rules = broken ? Set.of(Unsafe.SKIP_LEASE_WAIT) : Set.of();
    World world = new World(3, rules, "alice", "bob", "carol");
    world.delay = Duration.ofMillis(30);
    world.startAll();
    world.runUntil(() -> world.together(world.all()), Duration.ofSeconds(5));
    Host alice = world.host("alice");
    assertThat(world.leader()).contains(alice);
    long term = alice.view().term().number();
    world.cutBoth("bob", "carol");
    world.runUntil(() -> alice.view().term().number() > term, Duration.ofSeconds(5));
    world.cut("alice", "carol");
    world.run(Duration.ofSeconds(3));
    assertThat(!world.violations.isEmpty()).as("%s", world.violations).isEqualTo(broken);
    assertThat(broken || world.together(List.of(alice, world.host("bob")))).isTrue();
  }

  /** The first seed is one shortly before the first that catches it, to save time. */
  @ParameterizedTest
  @CsvSource({
    "SKIP_FENCE_WAIT, 0",
    "IGNORE_LAST_MAN, 0",
    "KEEP_LAST_MAN, 0",
    "IGNORE_LEASE, 0",
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
