package ha.cli.command;

import ha.api.Endpoints;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.Session;
import ha.cli.definitions.DefinitionsFile;
import ha.model.ledger.Revision;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl config rollback}. */
@Command(name = "rollback", description = "Puts an earlier revision in force again, as a new one.")
final class ConfigRollbackCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Parameters(paramLabel = "REVISION", description = "Which one.")
  private long revision;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only show what it would change and cause.")
  private boolean dryRun;

  ConfigRollbackCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Revision found =
        new Session(context).ask(Endpoints.CONFIG, new Queries.OfRevision(Optional.of(revision)));
    DefinitionsFile file = new DefinitionsFile("revision " + revision, found.yaml());
    Applying applying = new Applying(context, options);
    String back = "back to revision " + revision;
    String reason = options.reason().isEmpty() ? back : back + ": " + options.reason();
    return dryRun ? applying.showOnly(file) : applying.apply(file, reason);
  }
}
