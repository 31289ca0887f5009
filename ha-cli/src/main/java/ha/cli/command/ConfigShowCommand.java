package ha.cli.command;

import ha.api.Endpoints;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Page;
import ha.model.ledger.Revision;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl config show}. */
@Command(name = "show", description = "Prints the definitions as they were applied.")
final class ConfigShowCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "REVISION", description = "Else the one in force.")
  private @Nullable Long revision;

  ConfigShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Revision found =
        new Session(context)
            .ask(Endpoints.CONFIG, new Queries.OfRevision(Optional.ofNullable(revision)));
    if (context.json()) {
      context.printJson(found);
    } else {
      Page page = context.page();
      context.print(page.verbatim(found.yaml()));
    }
    return ExitCode.OK;
  }
}
