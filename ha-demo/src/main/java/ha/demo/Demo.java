package ha.demo;

import ha.api.ApiClient;
import ha.api.ClusterStatus;
import ha.api.Endpoints;
import ha.api.HistoryPage;
import ha.api.ProgressPage;
import ha.api.Queries;
import ha.api.Reply;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Hactl;
import ha.demo.Timeline.Event;
import ha.model.NodeName;
import ha.model.json.Json;
import ha.model.ledger.HistoryEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The story that the demo tells, and the check that it was told truly. */
final class Demo {
  private static final Duration FORMATION = Duration.ofSeconds(90);
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  private final Context context;
  private final Path home;
  private final int count;
  private final Fault fault;
  private final List<String> failures = new ArrayList<>();

  Demo(Context context, Path home, int count, Fault fault) {
    this.context = context;
    this.home = home;
    this.count = count;
    this.fault = fault;
  }

  /** Runs it; true if nothing was lost or doubled. */
  boolean run(boolean keep, @Nullable Path report) throws IOException, InterruptedException {
    long began = System.nanoTime();
    DemoPlan plan;
    try {
      plan = DemoPlan.make(count, home.resolve("config-examples/demo.yaml"));
    } catch (DemoFailed e) {
      context.err().println("hactl demo: " + e.getMessage());
      return false;
    }
    Workspace workspace = Workspace.create(plan.nodes(), home.resolve("bin/had"));
    plan.write(workspace);
    boolean done;
    try (DemoCluster cluster = new DemoCluster(plan, workspace, home.resolve("bin/had"));
        Prober client = new Prober(DemoPlan.SERVICE_ADDRESS, plan.servicePort())) {
      Thread stop = Thread.ofPlatform().unstarted(cluster::close);
      Runtime.getRuntime().addShutdownHook(stop);
      done = tell(cluster, client, report);
      say("");
      say(
          done
              ? "Nothing was lost, nothing ran twice. Took "
                  + Duration.ofNanos(System.nanoTime() - began).toSeconds()
                  + " s."
              : "FAILED: " + String.join("; ", failures) + ". Logs: " + workspace.root());
      if (keep) {
        keepRunning(cluster);
      }
    }
    if (done) {
      Workspace.delete(workspace.root());
    }
    return done;
  }

  private boolean tell(DemoCluster cluster, Prober client, @Nullable Path report)
      throws IOException, InterruptedException {
    Optional<Timeline> timeline = Optional.empty();
    try {
      comeUp(cluster, client);
      moveLive(cluster);
      standby(cluster);
      timeline = Optional.of(lose(cluster, client));
      rejoin(cluster, timeline.get());
    } catch (DemoFailed e) {
      failures.add(e.getMessage());
    }
    int doubles = cluster.workspace().sharedLines("double-starts").size();
    if (doubles > 0) {
      failures.add(doubles + " double starts");
    }
    if (report != null) {
      write(report, timeline, client, doubles);
    }
    return failures.isEmpty();
  }

  // ---- the chapters --------------------------------------------------------------------------

  private void comeUp(DemoCluster cluster, Prober client) throws InterruptedException, DemoFailed {
    title(count + " nodes start, each a daemon of its own, with two links and a BMC");
    long began = System.nanoTime();
    cluster.start();
    cluster.await("all nodes are members and web runs", FORMATION, DemoCluster::isHealthy);
    awaitAnswer(client);
    say("  up after " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    hactl(cluster, cluster.anyAnswering(), "status");
  }

  private void moveLive(DemoCluster cluster) throws InterruptedException, DemoFailed {
    title("A virtual machine (a stand-in) is migrated live");
    ClusterStatus status = status(cluster);
    NodeName from =
        DemoCluster.whereIs(status, DemoPlan.VM)
            .orElseThrow(() -> new DemoFailed("vm runs nowhere"));
    NodeName to =
        cluster.plan().nodes().stream().filter(n -> !n.equals(from)).findFirst().orElseThrow();
    hactl(cluster, cluster.anyAnswering(), "migrate", "vm", "--to", to.value());
    cluster.await(
        "vm is on " + to,
        RECOVERY,
        s -> DemoCluster.whereIs(s, DemoPlan.VM).equals(Optional.of(to)));
  }

  private void standby(DemoCluster cluster) throws InterruptedException, DemoFailed {
    NodeName node = cluster.plan().nodes().getLast();
    title(node + " goes into standby for maintenance, and comes back");
    NodeName asked = cluster.anyAnswering();
    hactl(cluster, asked, "standby", node.value(), "--reason", "demo", "--yes");
    ClusterStatus empty =
        cluster.await("the cluster has settled", RECOVERY, ClusterStatus::settled);
    if (DemoCluster.whereIs(empty, DemoPlan.WEB).equals(Optional.of(node))) {
      throw new DemoFailed("web still runs on " + node + ", which is in standby");
    }
    hactl(cluster, asked, "unstandby", node.value());
    cluster.await("the cluster is healthy again", RECOVERY, DemoCluster::isHealthy);
  }

  private Timeline lose(DemoCluster cluster, Prober client)
      throws IOException, InterruptedException, DemoFailed {
    awaitAnswer(client);
    NodeName victim =
        DemoCluster.whereIs(status(cluster), DemoPlan.WEB)
            .orElseThrow(() -> new DemoFailed("web runs nowhere"));
    title(fault.title() + " on " + victim + ", which runs web");
    Instant struck = Instant.now();
    Timeline timeline = new Timeline(struck);
    cluster.node(victim).strike(fault);
    timeline.add(struck, fault.event(), victim.value());
    ClusterStatus after =
        cluster.await(
            "web runs on another node",
            RECOVERY,
            s -> DemoCluster.whereIs(s, DemoPlan.WEB).filter(n -> !n.equals(victim)).isPresent());
    awaitAnswerAfter(client, struck);
    timeline.add(client.lastBeforeGap(), "last answer", victim.value());
    timeline.add(client.firstAfterGap(), "first answer again", "");
    collect(cluster, after.answeredBy(), struck, timeline);
    show(timeline);
    return timeline;
  }

  /** Detection, fencing and start, as the survivors recorded them. */
  private void collect(DemoCluster cluster, NodeName asked, Instant since, Timeline timeline) {
    ApiClient api = new ApiClient(cluster.workspace().socket(asked), Duration.ofSeconds(5));
    Queries.OfHistory query =
        new Queries.OfHistory(
            Optional.empty(), Optional.empty(), Optional.of(since), Optional.empty());
    if (api.call(Endpoints.HISTORY, query) instanceof Reply.Done<HistoryPage> done) {
      for (HistoryEvent event : done.answer().events()) {
        String node = event.node().map(NodeName::value).orElse("");
        if (event.text().contains(" lost: ")) {
          timeline.add(event.at(), "detected", node);
        } else if (event.text().contains(" is off: ")) {
          timeline.add(event.at(), "fenced (off confirmed)", node);
        }
      }
    }
    Queries.OfProgress from = new Queries.OfProgress(Optional.of("0.0"), Optional.empty());
    if (api.call(Endpoints.PROGRESS, from) instanceof Reply.Done<ProgressPage> done) {
      for (ProgressPage.ProgressEvent event : done.answer().events()) {
        boolean start = event.text().startsWith("start web on") && !event.at().isBefore(since);
        if (start && event.kind() == ProgressPage.Kind.DONE) {
          timeline.add(event.at(), "started", event.node().map(NodeName::value).orElse(""));
        }
      }
    }
  }

  private void rejoin(DemoCluster cluster, Timeline timeline)
      throws InterruptedException, DemoFailed {
    ClusterStatus whole = cluster.await("the lost node is back", FORMATION, DemoCluster::isHealthy);
    timeline.add(Instant.now(), "all nodes members again", "");
    say(
        "  all nodes are members again after "
            + timeline.find("all nodes members").map(Event::ms).orElse(0L)
            + " ms");
    title("The cluster is whole again");
    hactl(cluster, whole.answeredBy(), "status");
  }

  // ---- helpers -------------------------------------------------------------------------------

  private ClusterStatus status(DemoCluster cluster) throws InterruptedException, DemoFailed {
    return cluster.await("a node answers", RECOVERY, s -> s.leader().isPresent());
  }

  private static void awaitAnswer(Prober client) throws InterruptedException, DemoFailed {
    long end = System.nanoTime() + RECOVERY.toNanos();
    while (!client.isAnswering()) {
      if (System.nanoTime() - end > 0) {
        throw new DemoFailed("web does not answer");
      }
      Thread.sleep(20);
    }
  }

  private static void awaitAnswerAfter(Prober client, Instant struck)
      throws InterruptedException, DemoFailed {
    long end = System.nanoTime() + RECOVERY.toNanos();
    while (client.firstAfterGap().filter(t -> t.isAfter(struck)).isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new DemoFailed("web does not answer again");
      }
      Thread.sleep(5);
    }
  }

  /** Runs a command as a user would, and shows it. */
  private void hactl(DemoCluster cluster, NodeName asked, String... arguments) throws DemoFailed {
    say("  $ hactl " + String.join(" ", arguments));
    Map<String, String> environment = new TreeMap<>(context.environment());
    environment.put("HACTL_SOCKET", cluster.workspace().socket(asked).toString());
    int code =
        Hactl.run(
            List.of(arguments),
            new ByteArrayInputStream(new byte[0]),
            context.out(),
            context.err(),
            environment,
            context.surroundings());
    if (code != ExitCode.OK) {
      throw new DemoFailed(
          "hactl " + String.join(" ", arguments) + " ended with exit code " + code);
    }
  }

  private void show(Timeline timeline) {
    say("");
    for (Event event : timeline.events()) {
      say(String.format("  %6d ms  %-24s %s", event.ms(), event.what(), event.node()));
    }
    say("");
  }

  private void write(Path report, Optional<Timeline> timeline, Prober client, int doubles)
      throws IOException {
    long gap =
        client.firstAfterGap().isPresent() && client.lastBeforeGap().isPresent()
            ? Duration.between(client.lastBeforeGap().get(), client.firstAfterGap().get())
                .toMillis()
            : -1;
    List<Event> events = timeline.map(Timeline::events).orElse(List.of());
    Files.writeString(
        report,
        Json.pretty(new Timeline.Report(count, events, gap, doubles, failures.isEmpty())) + "\n");
  }

  private void keepRunning(DemoCluster cluster) throws InterruptedException {
    say("");
    say("The cluster goes on. In another terminal:");
    for (NodeName node : cluster.plan().nodes()) {
      say("  hactl --socket " + cluster.workspace().socket(node) + " status");
    }
    say("  curl http://" + DemoPlan.SERVICE_ADDRESS + ":" + cluster.plan().servicePort() + "/");
    say("Logs and definitions: " + cluster.workspace().root());
    say("To stop everything: Ctrl-C here, or kill " + ProcessHandle.current().pid());
    Thread.currentThread().join();
  }

  private void title(String text) {
    say("");
    say("== " + text);
  }

  private void say(String line) {
    context.out().println(line);
    context.out().flush();
  }
}
