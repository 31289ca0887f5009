package ha.policy.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import org.w3c.dom.Document;

/**
 * A situation to be decided.
 *
 * @param name of the files that are kept
 * @param source what the file from which it comes is named after; empty where it was drawn
 */
record Situation(String name, String source, Document cib) {

  /** That of the seed. */
  static Situation of(Arguments arguments, long seed) throws IOException {
    if (arguments.from().isEmpty()) {
      return new Situation(String.valueOf(seed), "", RandomCib.of(seed));
    }
    if (arguments.asIs()) {
      Path file = arguments.from().get((int) seed);
      return new Situation(stem(file), kind(file), Xml.read(file));
    }
    // Neighbouring seeds take distant files.
    Path file = new Dice(seed).from(arguments.from());
    return new Situation(stem(file) + "-" + seed, kind(file), Mutation.of(Xml.read(file), ~seed));
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.xml$", "");
  }

  /** The first word of the file's name. */
  private static String kind(Path file) {
    return stem(file).split("[-_0-9]", 2)[0];
  }
}
