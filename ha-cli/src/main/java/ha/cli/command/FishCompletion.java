package ha.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completions that fish(1) reads, one line for each command and option. */
final class FishCompletion {
  private FishCompletion() {}

  static String script(CommandSpec root) {
    List<String> lines = new ArrayList<>();
    lines.add("complete -c hactl -f");
    commands(root, "__fish_use_subcommand", lines);
    return String.join("\n", lines) + "\n";
  }

  private static void commands(CommandSpec parent, String condition, List<String> lines) {
    for (String name : parent.subcommands().keySet()) {
      CommandLine command = parent.subcommands().get(name);
      CommandSpec spec = command.getCommandSpec();
      lines.add(
          "complete -c hactl -n "
              + quoted(condition)
              + " -a "
              + quoted(name)
              + " -d "
              + quoted(first(spec.usageMessage().description())));
      String seen = "__fish_seen_subcommand_from " + name;
      for (OptionSpec option : spec.options()) {
        lines.add("complete -c hactl -n " + quoted(seen) + option(option));
      }
      String none = String.join(" ", spec.subcommands().keySet());
      if (!none.isEmpty()) {
        commands(spec, seen + "; and not __fish_seen_subcommand_from " + none, lines);
      }
    }
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (option.arity().max() > 0) {
      text.append(" -r");
    }
    return text.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
