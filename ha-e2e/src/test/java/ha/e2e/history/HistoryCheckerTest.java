package ha.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import ha.e2e.history.Happening.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checker that finds nothing is worth nothing: histories that must fail, and some that must not.
 */
class HistoryCheckerTest {
  private static final String MOVED =
      """
      10 doubt a - 0 booted
      20 agreed a - 0 term 1
      30 launched a web 100 -
      40 start_begin a web 100 -
      50 start_end a web 100 -
      60 stop_begin a web 100 -
      70 stop_end a web 100 -
      80 start_begin b web 200 -
      90 start_end b web 200 -
      """;

  private static final String TAKEN_OVER =
      """
      40 start_begin a web 100 -
      50 start_end a web 100 -
      60 off_begin a - 0 -
      70 off_end a - 0 -
      80 start_begin b web 200 -
      90 start_end b web 200 -
      """;

  @Test
  void moveIsFine() {
    assertThat(judged(MOVED)).isEmpty();
  }

  @Test
  void takeoverOfADeadNodeIsFine() {
    assertThat(judged(TAKEN_OVER)).isEmpty();
  }

  @Test
  void otherResourcesMayRunElsewhere() {
    assertThat(
            judged(TAKEN_OVER.replace("60 off_begin a", "60 start_begin b mail 300 -\n61 note a")))
        .isEmpty();
  }

  @Test
  void startBeforeTheStopEnded() {
    assertThat(judged(MOVED.replace("80 start_begin", "65 start_begin")))
        .singleElement()
        .asString()
        .startsWith("S1: web on b (process 200) begins while web on a (process 100)");
  }

  @Test
  void startBeforeTheNodeWasOff() {
    assertThat(judged(TAKEN_OVER.replace("80 start_begin", "65 start_begin")))
        .singleElement()
        .asString()
        .startsWith("S2: web on b (process 200) begins while");
  }

  @Test
  void startOfWhatNobodyEnded() {
    assertThat(judged(TAKEN_OVER.replace("70 off_end a", "70 note a")))
        .singleElement()
        .asString()
        .endsWith("is possibly active, which has never ended");
  }

  @Test
  void powerOfAnotherNodeDoesNotCount() {
    assertThat(judged(TAKEN_OVER.replace("off_end a", "off_end c"))).hasSize(1);
  }

  @Test
  void secondStartOnTheSameNode() {
    assertThat(judged(TAKEN_OVER.replace("80 start_begin b", "55 start_begin a"))).isNotEmpty();
  }

  @Test
  void diskFoundInUse() {
    assertThat(judged(MOVED.replace("90 start_end", "90 doubled")))
        .containsExactly("S1: web on b (process 200) found its disk in use: -");
  }

  @Test
  void processThatActsAfterItsNodeWasOff() {
    assertThat(judged(TAKEN_OVER + "95 stop_begin a web 100 -\n"))
        .containsExactly("S2: web on a (process 100) acts though it was switched off before");
  }

  @Test
  void startOfANodeInDoubt() {
    assertThat(judged(MOVED.replace("20 agreed", "35 agreed")))
        .singleElement()
        .asString()
        .startsWith("S3: web on a (process 100) was begun 0 ms after its node came to doubt");
  }

  @Test
  void doubtThatCameBack() {
    assertThat(judged(MOVED.replace("30 launched", "25 doubt a - 0 frozen\n30 launched")))
        .singleElement()
        .asString()
        .contains("(frozen)");
  }

  @Test
  void doubtOfAnotherNodeDoesNotMatter() {
    assertThat(judged(MOVED.replace("10 doubt a", "10 doubt c"))).isEmpty();
  }

  @Test
  void writersOfTheVolumeMustNotAlternate() {
    assertThat(Volume.violation(List.of("1", "1", "2", "2", "3"))).isEmpty();
    assertThat(Volume.violation(List.of("1", "2", "1")))
        .contains("S1: process 1 wrote to the volume, then 2, then it again");
  }

  @Test
  void linesSurviveTheFile(@TempDir Path directory) {
    History history = new History(directory.resolve("history"));
    Happening late = new Happening(7, Kind.STOP_END, "a", "web", 100, "of its own will");
    Happening early = Happening.of(3, Kind.OFF_BEGIN, "a", "");

    history.add(late);
    history.add(early);

    assertThat(history.read()).containsExactly(early, late);
  }

  @Test
  void halfALineIsLeftOut() {
    assertThat(Happening.parse("12 stop_end a")).isEqualTo(Optional.empty());
  }

  private static List<String> judged(String lines) {
    Stream<Happening> history = lines.lines().map(Happening::parse).flatMap(Optional::stream);
    return HistoryChecker.violations(history.toList());
  }
}
