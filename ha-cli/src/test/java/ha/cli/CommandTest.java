package ha.cli;

import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.Here;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.PlanSummary;
import ha.api.ProgressPage;
import ha.api.ProgressPage.ProgressEvent;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon with an ordinary day, for tests of single commands. */
abstract class CommandTest {
  @TempDir private Path directory;

  /** What the cluster is after the order. */
  private final AtomicReference<ClusterStatus> now = new AtomicReference<>(Samples.healthy());

  private final AtomicReference<PlanSummary> plan = new AtomicReference<>(PlanSummary.EMPTY);
  private final AtomicReference<FakeDaemon> running = new AtomicReference<>();

  @BeforeEach
  final void start() throws IOException {
    FakeDaemon daemon = new FakeDaemon(directory.resolve("api.sock"));
    daemon.on(Endpoints.HERE, all -> new Here(new NodeName("alice")));
    daemon.on(Endpoints.STATUS, all -> now.get());
    daemon.on(Endpoints.PREVIEW, request -> plan.get());
    daemon.on(Endpoints.ORDER, request -> new OrderAccepted("7.40", "accepted"));
    daemon.on(
        Endpoints.PROGRESS,
        query ->
            query.since().equals(Optional.of("7.40"))
                ? new ProgressPage(
                    "7.41",
                    false,
                    false,
                    List.of(
                        event(ProgressPage.Kind.BEGAN, "start web on bob", ""),
                        event(ProgressPage.Kind.DONE, "start web on bob", "0.3 s")))
                : new ProgressPage("7.42", false, true, List.of()));
    running.set(daemon);
  }

  @AfterEach
  final void stop() throws IOException {
    daemon().close();
  }

  final FakeDaemon daemon() {
    return java.util.Objects.requireNonNull(running.get());
  }

  final Path directory() {
    return directory;
  }

  final void clusterIs(ClusterStatus status) {
    now.set(status);
  }

  final void orderWouldCause(PlanSummary summary) {
    plan.set(summary);
  }

  final Run.How run() {
    return new Run.How(daemon().socket());
  }

  /** The orders that came, without the previews. */
  final List<Order> orders() {
    return daemon().received(OrderRequest.class).stream().map(OrderRequest::order).toList();
  }

  private static ProgressEvent event(ProgressPage.Kind kind, String text, String detail) {
    return new ProgressEvent(
        Samples.ago(Duration.ZERO), kind, Optional.empty(), Optional.empty(), text, detail);
  }
}
