package ha.policy.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import org.w3c.dom.Document;

/**
 * A situation to be decided.
 *
 * @param name of the files that are kept
 */
record Situation(String name, Document cib) {

  /** That of the seed. */
  static Situation of(Arguments arguments, long seed) throws IOException {
    if (arguments.from().isEmpty()) {
      return new Situation(String.valueOf(seed), RandomCib.of(seed));
    }
    if (arguments.asIs()) {
      Path file = arguments.from().get((int) seed);
      return new Situation(stem(file), Xml.read(file));
    }
    // Neighbouring seeds take distant files.
    Path file = new Dice(seed).from(arguments.from());
    return new Situation(stem(file) + "-" + seed, Mutation.of(Xml.read(file), ~seed));
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.xml$", "");
  }
}
