package ha.cli;

import java.util.List;
import java.util.concurrent.Callable;

/** A command of another module, found by {@link java.util.ServiceLoader}. */
public interface HactlCommand {
  /** Its name, then its aliases. */
  List<String> names();

  /**
   * The command: an object of a class annotated with picocli's {@code @Command}, whose call gives
   * an {@link ExitCode}. Made when it is needed, once for each run. It inherits {@code --help} and
   * {@code --version}, with all its subcommands.
   */
  Callable<Integer> create(Context context);
}
