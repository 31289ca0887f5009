package ha.cli.command;

import ha.api.ApplyAnswer;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.definitions.DefinitionsFile;
import ha.cli.definitions.FindingsView;
import ha.cli.text.Page;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl config diff}. */
@Command(
    name = "diff",
    description = "Compares a file with the definitions in force (exits with 3 if they differ).")
final class ConfigDiffCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "The file, or - for the input.")
  private String name = "-";

  ConfigDiffCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    DefinitionsFile file = DefinitionsFile.read(name, context);
    ApplyAnswer answer = new Applying(context, new OrderOptions()).dryRun(file);
    if (context.json()) {
      context.printJson(answer);
    } else {
      Page page = context.page();
      FindingsView.onto(page, answer.findings(), file.text());
      DiffView.onto(page, answer.diff());
      context.print(page);
    }
    if (!answer.valid()) {
      return ExitCode.FAILED;
    }
    return answer.diff().isEmpty() ? ExitCode.OK : ExitCode.CONDITION_FALSE;
  }
}
