package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.api.Endpoints;
import ha.api.ProgressPage;
import ha.api.Queries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code hactl status -w}. */
class WatchTest extends CommandTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void showsItAnewWhenSomethingHappens() throws Exception {
    Run run = watch(run());

    assertThat(run.out()).contains("✔ healthy").contains("✖ 1 problem");
    assertThat(run.out().indexOf("✖ 1 problem")).isGreaterThan(run.out().indexOf("✔ healthy"));
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void onATerminalThePictureStaysInItsPlace() throws Exception {
    assertThat(watch(run().terminal()).out())
        .startsWith("\u001B[H")
        .contains("leader alice\u00A0· revision 12\u001B[K\n".replace('\u00A0', ' '))
        .contains("\u001B[J\u001B[H");
  }

  @Test
  void asJsonEachStateIsALine() throws Exception {
    List<String> lines = watch(run(), "-o", "json").out().lines().toList();

    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  /** Watches until two pictures were asked for, the second of them with a node lost. */
  private Run watch(Run.How how, String... options) throws InterruptedException {
    daemon().on(Endpoints.PROGRESS, query -> new ProgressPage("9", false, true, List.of()));
    CompletableFuture<Run> result = new CompletableFuture<>();
    AtomicReference<String[]> arguments = new AtomicReference<>(new String[] {"status", "-w"});
    if (options.length > 0) {
      arguments.set(new String[] {"status", "-w", options[0], options[1]});
    }
    Thread watching = Thread.ofPlatform().start(() -> result.complete(how.hactl(arguments.get())));
    try {
      await().atMost(LONG).until(() -> daemon().received(Queries.OfProgress.class).size() > 0);
      clusterIs(Samples.beingFenced());
      int seen = daemon().received(Queries.All.class).size();
      await().atMost(LONG).until(() -> daemon().received(Queries.All.class).size() > seen + 1);
    } finally {
      watching.interrupt();
    }
    assertThat(watching.join(LONG)).isTrue();
    return result.join();
  }
}
