package ha.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command as another module would bring it. */
public final class GreetCommand implements HactlCommand {
  @Override
  public List<String> names() {
    return List.of("greet", "hello");
  }

  @Override
  public Callable<Integer> create(Context context) {
    return new Greet(context);
  }

  @Command(name = "greet", description = "Says hello.")
  private static final class Greet implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", description = "Whom.")
    private String whom = "";

    Greet(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      context.out().println(("hello " + whom).strip());
      return ExitCode.OK;
    }
  }
}
