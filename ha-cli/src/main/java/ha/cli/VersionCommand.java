package ha.cli;

import ha.api.Product;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code hactl version}. */
@Command(name = "version", description = "Prints the version of hactl and of its Java.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  private final @Nullable Context context;

  /** For picocli, which only asks for the version. */
  public VersionCommand() {
    this.context = null;
  }

  /** The command itself. */
  public VersionCommand(Context context) {
    this.context = context;
  }

  /** What is printed with {@code -o json}. */
  record Version(String version, String java) {}

  @Override
  public Integer call() {
    if (context != null && context.json()) {
      context.printJson(new Version(Product.version(), Runtime.version().toString()));
    } else if (context != null) {
      context.out().println(getVersion()[0]);
    }
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"hactl " + Product.version() + " (Java " + Runtime.version() + ")"};
  }
}
