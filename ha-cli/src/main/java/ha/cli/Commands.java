package ha.cli;

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
    CommandCatalog builtIn = builtIn();
    for (String name : builtIn.names()) {
      boolean meant = name.equals(word) || builtIn.aliases(name).contains(word);
      if (meant && !name.equals("completion")) {
        add(root, builtIn, name, context);
        return;
      }
    }
    if (word.isEmpty() && arguments.stream().anyMatch(VERSION::contains)) {
      return;
    }
    builtIn.names().forEach(name -> add(root, builtIn, name, context));
    root.addSubcommand(new HelpCommand());
    for (HactlCommand command : ServiceLoader.load(HactlCommand.class)) {
      List<String> names = command.names();
      CommandLine line = new CommandLine(command.create(context));
      line.getCommandSpec().mixinStandardHelpOptions(false); // it inherits them
      root.addSubcommand(
          names.getFirst(), line, names.subList(1, names.size()).toArray(String[]::new));
    }
  }

  /** Named here, because a ServiceLoader opens each jar of the class path: 20 ms of each start. */
  private static CommandCatalog builtIn() {
    try {
      Class<?> catalog = Class.forName("ha.cli.command.BuiltIn");
      return (CommandCatalog) catalog.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the commands are missing", e);
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

  private static void add(CommandLine root, CommandCatalog builtIn, String name, Context context) {
    root.addSubcommand(
        name, builtIn.create(name, context), builtIn.aliases(name).toArray(String[]::new));
  }
}
