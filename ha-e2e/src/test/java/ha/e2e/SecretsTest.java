package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.model.NodeName;
import ha.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** During a whole failover, passwords and the cluster's key are seen nowhere (safety rule S12). */
class SecretsTest {
  @RegisterExtension static final ClusterGuard GUARD = new ClusterGuard(2);

  /** Looks at all processes of the machine as often as it can. */
  private static final class Lookout implements AutoCloseable {
    final ConcurrentSkipListSet<String> seen = new ConcurrentSkipListSet<>();
    private final List<String> secrets;
    private final Thread thread;
    private volatile boolean closed;
    final LongAdder rounds = new LongAdder();

    Lookout(List<String> secrets) {
      this.secrets = secrets;
      this.thread = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
      while (!closed) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
          processes
              .filter(p -> Character.isDigit(p.getFileName().toString().charAt(0)))
              .forEach(p -> Stream.of("cmdline", "environ").forEach(f -> look(p.resolve(f))));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        rounds.increment();
      }
    }

    private void look(Path file) {
      try {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        secrets.stream().filter(text::contains).forEach(secret -> seen.add(file + ": " + secret));
      } catch (IOException e) {
        // Gone, or not ours to read.
        return;
      }
    }

    @Override
    public void close() {
      closed = true;
      LockSupport.unpark(thread);
    }
  }

  private static List<String> secrets(TestCluster cluster) throws IOException {
    List<String> secrets = new ArrayList<>();
    cluster.site().nodes().forEach(node -> secrets.add(Site.secret(node)));
    Files.readAllLines(cluster.site().root().resolve("key")).stream()
        .map(String::strip)
        .filter(line -> line.length() >= 16 && !line.startsWith("#"))
        .forEach(secrets::add);
    return secrets;
  }

  @Test
  void nothingSecretIsSeenWhileANodeIsFencedAndTakenOver(TestCluster cluster) throws Exception {
    List<String> secrets = secrets(cluster);
    assertThat(secrets).as("the key is text").hasSizeGreaterThan(2);
    String victim = cluster.webNode();
    String survivor = cluster.other(victim).name();
    try (Lookout lookout = new Lookout(secrets)) {
      cluster.node(victim).killDaemon();
      cluster.awaitWebElsewhere(victim);
      cluster.awaitWhole();
      TestCluster.await("it looked often", () -> lookout.rounds.sum() > 20);
      assertThat(lookout.seen).isEmpty();
    }
    List<String> said = new ArrayList<>(answers(cluster, survivor, victim));
    cluster.site().nodes().forEach(node -> said.add(cluster.site().text(node)));
    said.add(stateFiles(cluster));
    said.add(report(cluster, survivor));
    for (String secret : secrets) {
      assertThat(said).noneMatch(text -> text.contains(secret));
    }
  }

  /** All that {@code hactl report} writes. */
  private static String report(TestCluster cluster, String asked) {
    Path file = cluster.site().root().resolve("report.tar.gz");
    Tool.Result done = cluster.hactl(asked, "report", "--output", file.toString());
    assertThat(done.exitCode()).as(done.said()).isZero();
    String text = Tool.run("tar", "xzOf", file.toString()).said();
    assertThat(text).contains("Asked for in vain:\n  nothing", "daemon", "MEMBER in term");
    for (String node : cluster.site().nodes()) {
      assertThat(Tool.run("tar", "tzf", file.toString()).said())
          .contains("nodes/" + node + "/black-box.txt", "nodes/" + node + "/log.txt");
    }
    return text;
  }

  /** Every answer that only asks. */
  private static List<String> answers(TestCluster cluster, String asked, String about) {
    Queries.All all = new Queries.All();
    Queries.OfNode node = new Queries.OfNode(new NodeName(about));
    List<String> answers = new ArrayList<>();
    for (Endpoint<Queries.All, ?> endpoint :
        List.<Endpoint<Queries.All, ?>>of(
            Endpoints.STATUS,
            Endpoints.SITUATION,
            Endpoints.FENCE_HISTORY,
            Endpoints.ATTRIBUTES,
            Endpoints.CONFIG_REVISIONS)) {
      answers.add(Json.text(TestCluster.done(cluster.call(asked, endpoint, all))));
    }
    answers.add(Json.text(TestCluster.done(cluster.call(asked, Endpoints.WHY_REBOOTED, node))));
    answers.add(Json.text(TestCluster.done(cluster.call(asked, Endpoints.FENCE_CHECKS, node))));
    answers.add(
        Json.text(
            TestCluster.done(
                cluster.call(
                    asked,
                    Endpoints.HISTORY,
                    new Queries.OfHistory(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))));
    answers.add(
        Json.text(
            TestCluster.done(
                cluster.call(asked, Endpoints.CONFIG, new Queries.OfRevision(Optional.empty())))));
    return answers;
  }

  /** Ledgers, black boxes and what agents keep. */
  private static String stateFiles(TestCluster cluster) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String node : cluster.site().nodes()) {
      try (Stream<Path> files = Files.walk(cluster.site().directory(node))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }
}
