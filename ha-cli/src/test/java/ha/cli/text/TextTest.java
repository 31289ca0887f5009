package ha.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final Style PLAIN = new Style(false, true);

  @Test
  void longWordsAreCutAndShortOnesKeptWhole() {
    Page page = new Page(PLAIN, 14);
    page.add("- ", "  ", Line.of("one two three abcdefghijklmnopqrstuvw x"));

    assertThat(page.text()).isEqualTo("- one two\n  three\n  abcdefghijkl\n  mnopqrstuvw\n  x\n");
  }

  @Test
  void wideCharactersCountTwice() {
    assertThat(Line.of("漢字a").width()).isEqualTo(5);
    assertThat(Line.of("e\u0301").width()).isEqualTo(1);
  }

  @Test
  void columnsOfLittleWorthGoFirst() {
    Table table = new Table(Integer.MAX_VALUE, 0, 1, Integer.MAX_VALUE);
    table.row(Line.of("alice"), Line.of("aaaaaaaaaa"), Line.of("bbbbbbbbbb"), Line.of("end"));

    assertThat(shown(table, 40)).isEqualTo("alice  aaaaaaaaaa  bbbbbbbbbb  end\n");
    assertThat(shown(table, 25)).isEqualTo("alice  bbbbbbbbbb  end\n");
    assertThat(shown(table, 16)).isEqualTo("alice  end\n");
  }

  private static String shown(Table table, int width) {
    Page page = new Page(PLAIN, width);
    table.onto(page, 0);
    return page.text();
  }

  @Test
  void coloursFollowTheEnvironment() {
    assertThat(Style.of(Map.of(), true).colour()).isTrue();
    assertThat(Style.of(Map.of(), false).colour()).isFalse();
    assertThat(Style.of(Map.of("NO_COLOR", "1"), true).colour()).isFalse();
    assertThat(Style.of(Map.of("NO_COLOR", ""), true).colour()).isTrue();
    assertThat(Style.of(Map.of("CLICOLOR", "0"), true).colour()).isFalse();
    assertThat(Style.of(Map.of("CLICOLOR_FORCE", "1"), false).colour()).isTrue();
    assertThat(Style.of(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true).colour()).isFalse();
    assertThat(Style.of(Map.of("TERM", "dumb"), true).colour()).isFalse();
  }

  @Test
  void theLocaleSaysWhetherItIsUtf8() {
    assertThat(Style.utf8(Map.of("LANG", "de_DE.UTF-8"))).isTrue();
    assertThat(Style.utf8(Map.of("LANG", "C.utf8"))).isTrue();
    assertThat(Style.utf8(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C"))).isFalse();
    assertThat(Style.utf8(Map.of())).isFalse();
  }

  @Test
  void asciiKeepsEveryColumn() {
    Page page = new Page(new Style(false, false), 40);
    page.add("✔ ├─ grün → −∞ …");

    assertThat(page.text()).isEqualTo("+ |- gr?n > -? ~\n");
  }

  @Test
  void durationsForPeople() {
    assertThat(Times.rough(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Times.rough(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(Times.rough(Duration.ofMinutes(90))).isEqualTo("90 min");
    assertThat(Times.rough(Duration.ofHours(30))).isEqualTo("30 h");
    assertThat(Times.rough(Duration.ofDays(3))).isEqualTo("3 d");
    assertThat(Times.precise(Duration.ofMillis(1840))).isEqualTo("1.8 s");
  }

  @Test
  void whatIsDueIsNow() {
    Instant now = Instant.parse("2026-03-04T12:00:00Z");

    assertThat(Times.ahead(now.minusSeconds(5), now, ZoneOffset.UTC)).isEqualTo("now");
    assertThat(Times.ahead(now.plusSeconds(12), now, ZoneOffset.UTC))
        .isEqualTo("in 12 s (12:00:12)");
    assertThat(Times.ahead(now.plus(Duration.ofDays(3)), now, ZoneOffset.UTC))
        .isEqualTo("in 3 d (2026-03-07 12:00)");
  }

  @Test
  void readsDurations() {
    assertThat(Times.parse("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Times.parse("2h30m")).isEqualTo(Duration.ofMinutes(150));
    assertThat(Times.parse("250 ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Times.parse("1w")).isEqualTo(Duration.ofDays(7));
    for (String wrong : new String[] {"", "5", "h", "2hours", "-3s", "99999999999999999999s"}) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Times.parse(wrong));
    }
  }
}
