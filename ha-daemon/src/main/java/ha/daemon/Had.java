package ha.daemon;

import ha.daemon.config.NodeConfig;
import ha.daemon.config.NodeConfigReader;
import ha.daemon.runtime.Daemon;
import ha.daemon.runtime.Daemon.CannotStart;
import ha.daemon.runtime.Rehearsal;
import ha.membership.links.KeyFile;
import ha.membership.links.LinksException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Entry point of {@code had}. */
public final class Had {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: had [--foreground] [--config FILE]
             had --witness [--config FILE]
             had --create-key FILE
             had --rehearse

        --config FILE      node-local configuration (default /etc/had/had.yaml)
        --witness        only vote: refuses to start unless the definitions call this node a witness
        --foreground       stay in the foreground and log to standard output (always so;
                           accepted for those who are used to it)
        --create-key FILE  make a new cluster key, to be copied to every node
        --rehearse         be a cluster of one in a directory of its own, start and stop what does
                           nothing, and end; bin/had learns from it how to start faster

      SIGTERM shuts down cleanly: resources move away or stop, the node says goodbye.
      """;

  private Had() {}

  /** Runs until told to stop. */
  public static void main(String[] args) {
    int code = run(List.of(args), System.out, System.err);
    if (code != OK) {
      System.exit(code);
    }
  }

  private static int run(List<String> args, PrintStream out, PrintStream err) {
    Path config = Path.of("/etc/had/had.yaml");
    boolean witness = false;
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--foreground" -> {}
        case "--witness" -> witness = true;
        case "--help", "-h" -> {
          out.print(HELP);
          return OK;
        }
        case "--rehearse" -> {
          return rehearse(err);
        }
        case "--config", "--create-key" -> {
          if (i + 1 == args.size()) {
            err.println("had: " + args.get(i) + " needs a file");
            return USAGE;
          }
          if (args.get(i).equals("--create-key")) {
            return createKey(Path.of(args.get(i + 1)), out, err);
          }
          config = Path.of(args.get(++i));
        }
        default -> {
          err.println("had: unknown argument '" + args.get(i) + "'");
          err.print(HELP);
          return USAGE;
        }
      }
    }
    return serve(config, witness, err);
  }

  private static int createKey(Path file, PrintStream out, PrintStream err) {
    try {
      KeyFile.create(file);
      out.println("made " + file + "; copy it to every node, owner root, mode 0600");
      return OK;
    } catch (LinksException e) {
      err.println("had: " + e.getMessage());
      return FAILED;
    }
  }

  private static int rehearse(PrintStream err) {
    try {
      return Rehearsal.run();
    } catch (IOException | NodeConfigReader.InvalidNodeConfig | LinksException | CannotStart e) {
      err.println("had: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static int serve(Path file, boolean witness, PrintStream err) {
    try {
      NodeConfig config = NodeConfigReader.read(file);
      return Daemon.run(config, witness);
    } catch (NodeConfigReader.InvalidNodeConfig | CannotStart e) {
      err.println("had: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }
}
