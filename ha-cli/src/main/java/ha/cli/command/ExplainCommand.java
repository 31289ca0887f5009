package ha.cli.command;

import ha.api.Endpoints;
import ha.api.Explanation;
import ha.api.Queries;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.cli.text.Page;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl explain}. */
@Command(
    name = "explain",
    description = "Says why a resource is, or is not, where it is, and what would change that.")
final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "RESOURCE",
      converter = Converters.OfResource.class,
      description = "A resource, group, clone or instance.")
  private ResourceId resource = new ResourceId("none");

  @Option(
      names = "--on",
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "Only what speaks for and against this node.")
  private @Nullable NodeName on;

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Explanation explanation =
        new Session(context)
            .ask(Endpoints.EXPLAIN, new Queries.OfResource(resource, Optional.ofNullable(on)));
    if (context.json()) {
      context.printJson(explanation);
    } else {
      Page page = context.page();
      new ExplanationView(explanation, context.zone()).onto(page);
      context.print(page);
    }
    return ExitCode.OK;
  }
}
