package ha.policy.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param from situations to change; none: situations are drawn
 * @param keep where differences are written
 * @param most how many of one kind of difference are shown
 */
record Arguments(
    long first,
    long last,
    List<Path> from,
    int threads,
    Optional<Path> keep,
    boolean shrink,
    boolean asIs,
    int most) {
  static final String USAGE =
      """
      Usage: fuzz-scheduler [--seeds A..B] [--from FILE...] [--as-is] [--threads N] [--keep DIR]
                            [--most N] [--no-shrink]
        --seeds A..B  one situation for each (default 1..200)
        --from FILE   changes one of these CIBs in one to three places instead of drawing a new one
        --as-is       decides the files unchanged, without seeds
        --keep DIR    writes each difference there: SEED.xml, SEED.txt
        --most N      shrinks and shows so many of each kind (default 3)
      """;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Arguments read(String... args) {
    long first = 1;
    long last = 200;
    List<Path> from = new ArrayList<>();
    int threads = 2;
    Optional<Path> keep = Optional.empty();
    boolean shrink = true;
    boolean asIs = false;
    int most = 3;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--seeds" -> {
          String[] range = value(args, ++i).split("\\.\\.", 2);
          first = number(range[0]);
          last = number(range[range.length - 1]);
        }
        case "--from" -> {
          while (i + 1 < args.length && !args[i + 1].startsWith("--")) {
            from.add(Path.of(args[++i]));
          }
        }
        case "--threads" -> threads = Math.clamp(number(value(args, ++i)), 1, 64);
        case "--keep" -> keep = Optional.of(Path.of(value(args, ++i)));
        case "--most" -> most = Math.clamp(number(value(args, ++i)), 0, 10_000);
        case "--no-shrink" -> shrink = false;
        case "--as-is" -> asIs = true;
        default -> throw new IllegalArgumentException("unknown argument " + args[i]);
      }
    }
    if (asIs) {
      first = 0;
      last = from.size() - 1L;
    }
    return new Arguments(first, last, from, threads, keep, shrink, asIs, most);
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value");
    }
    return args[index];
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + ": a number is expected", e);
    }
  }
}
