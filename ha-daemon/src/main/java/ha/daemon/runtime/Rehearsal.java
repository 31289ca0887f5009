package ha.daemon.runtime;

import ha.api.ApiClient;
import ha.api.Endpoints;
import ha.api.ProgressPage;
import ha.api.Queries;
import ha.api.Reply;
import ha.daemon.config.NodeConfig;
import ha.daemon.config.NodeConfigReader;
import ha.membership.links.KeyFile;
import ha.membership.links.LinksException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster of one, in a directory of its own, that starts what does nothing and ends. The JVM
 * notes which classes a daemon needs, and the next ones start in less than half the time.
 */
public final class Rehearsal {
  /** An address that no cluster of this machine listens on. */
  private static final String DEFINITIONS =
      """
      cluster: {name: rehearsal, fencing: false}
      nodes:
        rehearsal: {links: [127.0.77.1]}
      resources:
        first: {agent: dummy}
        second: {agent: dummy, clone: {}}
      constraints:
        - order: [first, second]
      """;

  private static final String NODE =
      """
      node: rehearsal
      state-directory: state
      run-directory: run
      key-file: key
      cluster-file: cluster.yaml
      """;

  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Rehearsal() {}

  /**
   * Does it; returns the exit code of the process.
   *
   * @throws IOException if there is no place for temporary files
   */
  public static int run()
      throws IOException,
          LinksException,
          NodeConfigReader.InvalidNodeConfig,
          Daemon.CannotStart,
          InterruptedException {
    Path stage = Files.createTempDirectory("had-rehearsal-");
    try {
      Files.writeString(stage.resolve("cluster.yaml"), DEFINITIONS);
      KeyFile.create(stage.resolve("key"));
      NodeConfig config = NodeConfigReader.read(Files.writeString(stage.resolve("had.yaml"), NODE));
      Daemon daemon = Daemon.prepare(config, false);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              waitUntilSettled(new ApiClient(config.socket(), PATIENCE));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            daemon.shutDown();
          });
      return daemon.serve();
    } finally {
      delete(stage);
    }
  }

  /** Until something has happened, and nothing more is to be done. */
  private static void waitUntilSettled(ApiClient client) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    // From the beginning.
    Optional<String> since = Optional.of("0.0");
    boolean begun = false;
    while (System.nanoTime() < end) {
      Reply<ProgressPage> reply =
          client.call(
              Endpoints.PROGRESS, new Queries.OfProgress(since, Optional.of(PATIENCE)), PATIENCE);
      if (reply instanceof Reply.Done<ProgressPage>(ProgressPage page)) {
        since = Optional.of(page.cursor());
        begun |= !page.events().isEmpty();
        if (begun && page.settled()) {
          return;
        }
      } else {
        Thread.sleep(BEFORE_ASKING_AGAIN);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> innerFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path each : innerFirst) {
        Files.deleteIfExists(each);
      }
    }
  }
}
