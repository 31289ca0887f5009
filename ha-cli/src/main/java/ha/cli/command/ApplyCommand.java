package ha.cli.command;

import ha.cli.Context;
import ha.cli.definitions.DefinitionsFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl apply}. */
@Command(
    name = "apply",
    description = "Puts a file of definitions in force; shows first what that changes and causes.")
final class ApplyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "FILE", description = "The file, or - for the input.")
  private String name = "-";

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only show what it would change and cause.")
  private boolean dryRun;

  ApplyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    DefinitionsFile file = DefinitionsFile.read(name, context);
    Applying applying = new Applying(context, options);
    return dryRun ? applying.showOnly(file) : applying.apply(file, options.reason());
  }
}
