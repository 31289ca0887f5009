package ha.cli;

import ha.cli.command.BuiltIn;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import picocli.CommandLine;

/** Puts commands on the command line: only the one that is meant, so that it starts fast. */
final class Commands {
  private static final Set<String> OPTIONS_WITH_VALUE = Set.of("--socket", "-o", "--output");
  private static final Set<String> VERSION = Set.of("--version", "-V");

  private Commands() {}

  static void register(CommandLine root, Context context, List<String> arguments) {
    String word = commandWord(arguments);
    for (String name : BuiltIn.NAMES) {
      boolean meant = name.equals(word) || BuiltIn.aliases(name).contains(word);
      if (meant && !name.equals("completion")) {
        add(root, name, context);
        return;
      }
    }
    if (word.isEmpty() && arguments.stream().anyMatch(VERSION::contains)) {
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

  /** The first argument that is neither an option nor an option's value; empty if there is none. */
  private static String commandWord(List<String> arguments) {
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (!argument.startsWith("-")) {
        return argument;
      }
      if (OPTIONS_WITH_VALUE.contains(argument) && rest.hasNext()) {
        rest.next();
      }
    }
    return "";
  }

  private static void add(CommandLine root, String name, Context context) {
    root.addSubcommand(
        name, BuiltIn.create(name, context), BuiltIn.aliases(name).toArray(String[]::new));
  }
}
