package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void nodesThatStartTogetherFormOneTerm(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "n" + i;
    }
    World world = new World(count, Set.of(), names);
    world.startAll();
    var took = world.runUntil(() -> world.together(world.all()), Duration.ofSeconds(5));
    assertThat(world.violations).isEmpty();
    assertThat(took).as(world.picture()).isPresent();
    assertThat(world.terms).isEqualTo(1);
    System.out.println(count + " nodes: " + took + ", " + world.steps + " steps");
  }
}
