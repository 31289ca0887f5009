package ha.policy.pacemaker;

import ha.model.Score;
import ha.model.definition.OptionTable.Option;
import ha.policy.options.Durations;
import ha.policy.options.Values;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Values of options as our files spell them. */
final class Words {
  private Words() {}

  /** The value that the option has here; empty if it says nothing that can be understood. */
  static Optional<String> of(Option option, String value) {
    String text = value.strip();
    return switch (option.type()) {
      case BOOLEAN -> flag(text);
      case DURATION -> Durations.parse(text).flatMap(Words::duration);
      case COUNT -> count(text);
      case LIMIT -> isInfinite(text) ? Optional.of(Score.INFINITY.toString()) : count(text);
      case SCORE -> score(text).map(Score::toString);
      case WORD -> word(option, text);
      case TEXT -> text.isEmpty() ? Optional.empty() : Optional.of(text);
    };
  }

  private static Optional<String> flag(String text) {
    boolean is = Values.flag(text, false);
    return is == Values.flag(text, true) ? Optional.of(Boolean.toString(is)) : Optional.empty();
  }

  /** As text that {@link ha.model.Durations} reads. */
  static Optional<String> duration(Duration duration) {
    String text = ha.model.Durations.text(duration);
    return duration.isNegative() || ha.model.Durations.read(text).isEmpty()
        ? Optional.empty()
        : Optional.of(text);
  }

  private static boolean isInfinite(String text) {
    return score(text).map(Score::isInfinite).orElse(false);
  }

  private static Optional<String> count(String text) {
    return text.matches("\\+?\\d{1,9}")
        ? Optional.of(Integer.toString(Integer.parseInt(text)))
        : Optional.empty();
  }

  private static Optional<Score> score(String text) {
    try {
      return Optional.of(Score.parse(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> word(Option option, String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace('_', '-');
    String here =
        switch (plain) {
          case "master" -> "promoted";
          case "slave" -> "unpromoted";
          case "suicide" -> "fence";
          case "poweroff" -> "off";
          case "nothing" -> option.words().contains("nothing") ? plain : "ignore";
          default -> plain;
        };
    return option.words().contains(here) ? Optional.of(here) : Optional.empty();
  }
}
