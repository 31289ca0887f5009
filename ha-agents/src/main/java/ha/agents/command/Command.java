package ha.agents.command;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program to run. Secrets belong into the environment, never into the arguments, which every user
 * of the machine can read.
 *
 * @param arguments the program's path and its arguments, passed as they are
 * @param environment all of it; nothing is inherited
 * @param errorsToo whether what it writes to its error output is captured along with the rest, else
 *     it is dropped
 */
public record Command(
    List<String> arguments,
    SortedMap<String, String> environment,
    Optional<Path> directory,
    boolean errorsToo) {
  public Command {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /** One whose normal and error output are captured together. */
  public static Command of(List<String> arguments, SortedMap<String, String> environment) {
    return new Command(arguments, environment, Optional.empty(), true);
  }

  /** The program alone: arguments and environment are not for logs. */
  @Override
  public String toString() {
    return arguments.getFirst();
  }
}
