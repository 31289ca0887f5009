package ha.cli;

import ha.cli.command.BuiltIn;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Puts commands on the command line: only what the arguments can mean, so that it starts fast. */
final class Commands {
  private Commands() {}

  static void register(CommandLine root, Context context, List<String> arguments) {
    List<String> meant = BuiltIn.NAMES.stream().filter(name -> mentions(arguments, name)).toList();
    if (!meant.isEmpty() && !meant.contains("completion")) {
      meant.forEach(name -> add(root, name, context));
      return;
    }
    BuiltIn.NAMES.forEach(name -> add(root, name, context));
    root.addSubcommand(new CommandLine.HelpCommand());
    for (HactlCommand command : ServiceLoader.load(HactlCommand.class)) {
      List<String> names = command.names();
      root.addSubcommand(
          names.getFirst(),
          command.create(context),
          names.subList(1, names.size()).toArray(String[]::new));
    }
  }

  private static boolean mentions(List<String> arguments, String name) {
    return arguments.contains(name) || BuiltIn.aliases(name).stream().anyMatch(arguments::contains);
  }

  private static void add(CommandLine root, String name, Context context) {
    root.addSubcommand(
        name, BuiltIn.create(name, context), BuiltIn.aliases(name).toArray(String[]::new));
  }
}
