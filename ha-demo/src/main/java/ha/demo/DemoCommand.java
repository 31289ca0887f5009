package ha.demo;

import ha.cli.Context;
import ha.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hactl demo}. */
@Command(
    name = "demo",
    description = "Start a real cluster on this machine and watch a failover.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int FEWEST = 2;
  private static final int MOST = 8;

  private final Context context;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 2 to 8 (default ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--fault",
      paramLabel = "kill|freeze",
      defaultValue = "kill",
      description = "What strikes the node that runs the service (default ${DEFAULT-VALUE}).")
  private Fault fault = Fault.KILL;

  @Option(names = "--keep", description = "Leave the cluster running afterwards, until Ctrl-C.")
  private boolean keep;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the timeline as JSON.")
  private @Nullable Path report;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < FEWEST || nodes > MOST) {
      context
          .err()
          .println(
              "hactl demo: --nodes "
                  + nodes
                  + " is not possible; choose "
                  + FEWEST
                  + " to "
                  + MOST);
      return ExitCode.USAGE;
    }
    Path home = home();
    Path had = home.resolve("bin/had");
    if (!Files.isExecutable(had)) {
      context
          .err()
          .println(
              "hactl demo: "
                  + had
                  + " is missing; start the demo with bin/hactl of a checkout or of an"
                  + " unpacked distribution");
      return ExitCode.FAILED;
    }
    Demo demo = new Demo(context, home, nodes, fault);
    return demo.run(keep, report) ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The installation: where this jar's lib directory lies. */
  private static Path home() {
    Path jar =
        Path.of(DemoCommand.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path lib = jar.toAbsolutePath().getParent();
    Path home = lib == null ? null : lib.getParent();
    return home == null ? Path.of("/") : home;
  }
}
