package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void splitsAtSpacesOutsideOfQuotes() {
    assertThat(Words.of("nginx -g 'daemon off;' \"a \\\"b\\\"\" c\\ d x''y"))
        .containsExactly("nginx", "-g", "daemon off;", "a \"b\"", "c d", "xy");
    assertThat(Words.of("a ''  b")).containsExactly("a", "", "b");
    assertThat(Words.of("  ")).isEmpty();
  }

  @Test
  void readsLists() {
    assertThat(Words.of("[nginx, -g, 'daemon off;', \"x, y\", two words ]"))
        .containsExactly("nginx", "-g", "daemon off;", "x, y", "two words");
  }

  @Test
  void knowsNothingOfShells() {
    assertThat(Words.of("echo $HOME;$(id) > a | b"))
        .containsExactly("echo", "$HOME;$(id)", ">", "a", "|", "b");
  }

  @Test
  void openQuoteIsAnError() {
    assertThatThrownBy(() -> Words.of("sh -c 'oops")).hasMessageContaining("not closed");
  }
}
