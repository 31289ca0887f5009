package ha.cli.command;

import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hactl completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script that teaches a shell to complete hactl's commands and options.",
      "bash: source <(hactl completion bash); zsh the same after autoload -U +X bashcompinit;",
      "fish: hactl completion fish | source."
    })
final class CompletionCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "bash|zsh|fish", description = "Which shell.")
  private String shell = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell) {
          case "bash", "zsh" -> AutoComplete.bash("hactl", root);
          case "fish" -> FishCompletion.script(root.getCommandSpec());
          default ->
              throw new CommandFailure(
                  Kind.USAGE, "no completion for '" + shell + "'", "say bash, zsh or fish");
        };
    context.out().print(script);
    return ExitCode.OK;
  }
}
