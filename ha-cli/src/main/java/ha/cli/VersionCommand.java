package ha.cli;

import ha.api.Product;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hactl version}. */
@Command(name = "version", description = "Prints the version of hactl and of its Java.")
public final class VersionCommand implements Callable<Integer> {
  private final Context context;

  /** The command in a surrounding. */
  public VersionCommand(Context context) {
    this.context = context;
  }

  /** What is printed with {@code -o json}. */
  record Version(String version, String java) {}

  @Override
  public Integer call() {
    if (context.json()) {
      context.printJson(new Version(Product.version(), Runtime.version().toString()));
    } else {
      context.out().println(text());
    }
    return ExitCode.OK;
  }

  static String text() {
    return "hactl " + Product.version() + " (Java " + Runtime.version() + ")";
  }
}
