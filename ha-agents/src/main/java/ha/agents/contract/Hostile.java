package ha.agents.contract;

import java.nio.file.Path;
import java.util.List;

/** Values that go wrong wherever a value is taken for something else than data. */
public final class Hostile {
  /** Longest value that has to arrive. */
  private static final int LONG = 64 * 1024;

  private Hostile() {}

  /**
   * All of them, free of NUL, which no program can be given.
   *
   * @param canary a file that comes into being if one of them is run by a shell
   */
  public static List<String> values(Path canary) {
    String touch = "touch " + canary;
    return List.of(
        "$(" + touch + ")",
        "`" + touch + "`",
        "; " + touch + "; #",
        "' ; " + touch + " ; '",
        "\" && " + touch + " && \"",
        "a\n" + touch + "\nb",
        "-rf",
        "--help",
        "-",
        "",
        " leading and trailing ",
        "tab\tand\\backslash",
        "*?[a-z]{x,y}~$HOME%s%n",
        "../../../../../../etc/passwd",
        "Grüße, 世界 🐧",
        "x".repeat(LONG));
  }
}
