package ha.cli;

import java.util.List;

/** The commands that come with {@code hactl}. */
public interface CommandCatalog {
  /** Their names in the order of the help. */
  List<String> names();

  /** Other names of a command. */
  List<String> aliases(String name);

  /**
   * Makes a command, for picocli.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Object create(String name, Context context);
}
