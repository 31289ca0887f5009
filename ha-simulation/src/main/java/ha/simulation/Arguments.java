package ha.simulation;

import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param from first seed
 * @param one only this seed
 * @param nodes 0: by chance
 * @param witness the last of three nodes is a witness
 * @param variants all broken variants, each until it is caught
 * @param shrink whether to cut schedules of violations down
 */
record Arguments(
    long seeds,
    long from,
    Optional<Long> one,
    boolean traced,
    int nodes,
    boolean witness,
    Variant variant,
    boolean variants,
    int threads,
    boolean shrink,
    boolean keepGoing) {
  static final String USAGE =
      """
      Usage: simulate [--seeds N] [--from SEED] [--nodes 2..5 | --witness] [--threads N]
                      [--variant NAME] [--keep-going] [--no-shrink]
             simulate --seed SEED [--trace] [--nodes 2..5 | --witness] [--variant NAME]
             simulate --variants [--seeds N]
      """;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Arguments read(String... args) {
    long seeds = 100;
    long from = 1;
    Optional<Long> one = Optional.empty();
    boolean traced = false;
    int nodes = 0;
    boolean witness = false;
    Variant variant = Variant.SOUND;
    boolean variants = false;
    int threads = 2;
    boolean shrink = true;
    boolean keepGoing = false;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      switch (arg) {
        case "--trace" -> traced = true;
        case "--witness" -> witness = true;
        case "--variants" -> variants = true;
        case "--no-shrink" -> shrink = false;
        case "--keep-going" -> keepGoing = true;
        case "--seeds" -> seeds = number(args, ++i, 1, Long.MAX_VALUE);
        case "--from" -> from = number(args, ++i, 0, Long.MAX_VALUE);
        case "--seed" -> one = Optional.of(number(args, ++i, 0, Long.MAX_VALUE));
        case "--nodes" -> nodes = (int) number(args, ++i, 2, 5);
        case "--threads" -> threads = (int) number(args, ++i, 1, 256);
        case "--variant" -> variant = variant(args, ++i);
        default -> throw new IllegalArgumentException("unknown argument " + arg);
      }
    }
    return new Arguments(
        seeds, from, one, traced, nodes, witness, variant, variants, threads, shrink, keepGoing);
  }

  private static Variant variant(String[] args, int index) {
    String name = value(args, index);
    return Variant.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no variant "
                    + name
                    + "; known are "
                    + Variant.broken().stream().map(Variant::name).toList()));
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException(args[index - 1] + " needs a value");
    }
    return args[index];
  }

  private static long number(String[] args, int index, long least, long most) {
    String text = value(args, index);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with everything else that is no number in range.
    }
    throw new IllegalArgumentException(
        args[index - 1] + " " + text + ": a number from " + least + " to " + most + " is expected");
  }
}
