package ha.cli;

import ha.api.ApiError;
import ha.cli.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hactl help}; picocli's own has an option -h, which all commands inherit already. */
@Command(name = "help", helpCommand = true, description = "Shows the help of a command.")
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Which, for example migrate or config diff; else all are listed.")
  private List<String> names = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    for (String name : names) {
      CommandLine named = line.getSubcommands().get(name);
      if (named == null) {
        throw new CommandFailure(
            new ApiError(
                ApiError.Kind.USAGE,
                "there is no command '" + name + "'",
                "",
                Nearest.to(name, List.copyOf(line.getSubcommands().keySet()))
                    .map(near -> "perhaps " + near)
                    .orElse(""),
                "hactl --help"));
      }
      line = named;
    }
    line.usage(line.getOut());
    return ExitCode.OK;
  }
}
