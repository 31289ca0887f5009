package ha.model.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** Which word was meant, and how constants are spelled. */
final class Words {
  private static final Properties OTHER = load();

  private Words() {}

  /** A constant as the file spells it: {@code AT_LEAST} is {@code at-least}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The word of {@code known} that was meant, by what other cluster managers call it or by edits.
   */
  static Optional<String> nearest(String written, Collection<String> known) {
    String here = OTHER.getProperty(written);
    return here != null && known.contains(here) ? Optional.of(here) : Nearest.to(written, known);
  }

  /** Advice to write the word that was meant, or empty. */
  static String meant(String written, Collection<String> known) {
    return nearest(written, known).map(word -> "write " + word).orElse("");
  }

  private static Properties load() {
    Properties words = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Words.class.getResourceAsStream("other-words.properties"))) {
      words.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }
}
