package ha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiClient;
import ha.api.ApiError;
import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.ClusterStatus;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.FenceHistory;
import ha.api.FenceHistory.FenceRecord;
import ha.api.FenceHistory.Outcome;
import ha.api.NodeStatus;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.Queries;
import ha.api.Reply;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Instance;
import ha.e2e.history.Happening;
import ha.e2e.history.History;
import ha.e2e.history.HistoryChecker;
import ha.model.NodeName;
import ha.model.ledger.HistoryEvent;
import ha.model.snapshot.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A cluster of real daemons, what can be done to it and asked of it. */
final class TestCluster implements AutoCloseable {
  /** Generous: the machine may be busy, and a daemon's start alone may take seconds. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CALL = Duration.ofSeconds(5);

  private final Site site;
  private final Map<String, TestNode> nodes = new LinkedHashMap<>();
  private final Client client;

  /** A build that is broken off must leave nothing behind. */
  private final Thread atExit = Thread.ofPlatform().unstarted(this::stopAll);

  TestCluster(int count, Site.Fencing fencing) {
    site = Site.create(count, fencing);
    site.nodes().forEach(n -> nodes.put(n, new TestNode(n, site)));
    client = new Client(site);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  Site site() {
    return site;
  }

  Client client() {
    return client;
  }

  TestNode node(String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  List<TestNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Another node than these. */
  TestNode other(String... names) {
    return nodes.values().stream()
        .filter(n -> !List.of(names).contains(n.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Starts every daemon and waits until all is well. */
  void start() {
    nodes.values().forEach(TestNode::startDaemon);
    awaitWhole();
  }

  // ---- questions -----------------------------------------------------------------------------

  <Q extends Record, A> Reply<A> call(String asked, Endpoint<Q, A> endpoint, Q request) {
    return new ApiClient(site.socket(asked), CALL).call(endpoint, request);
  }

  Optional<ClusterStatus> status(String asked) {
    return call(asked, Endpoints.STATUS, new Queries.All()) instanceof Reply.Done<ClusterStatus> d
        ? Optional.of(d.answer())
        : Optional.empty();
  }

  /** Waits until the node's status is as wanted. */
  ClusterStatus await(String asked, String what, Predicate<ClusterStatus> wanted) {
    return awaitAny(what, wanted, node(asked));
  }

  /** Waits until some node's status is as wanted. */
  ClusterStatus awaitAny(String what, Predicate<ClusterStatus> wanted) {
    return awaitAny(what, wanted, nodes.values().toArray(TestNode[]::new));
  }

  private ClusterStatus awaitAny(String what, Predicate<ClusterStatus> wanted, TestNode... asked) {
    AtomicReference<Optional<ClusterStatus>> found = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<ClusterStatus>> last = new AtomicReference<>(Optional.empty());
    try {
      await(
          what,
          () -> {
            for (TestNode node : asked) {
              Optional<ClusterStatus> seen =
                  node.daemonIsAlive() ? status(node.name()) : Optional.empty();
              if (seen.isPresent()) {
                last.set(seen);
                if (wanted.test(seen.get())) {
                  found.set(seen);
                  return true;
                }
              }
            }
            return false;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; last status: " + last.get(), e);
    }
    return found.get().orElseThrow();
  }

  /**
   * An attempt to fence that is under way is not broken off; one that reaches no BMC ends by
   * itself. When this is over, nobody may be about to fence a node that has come back.
   */
  static void letAttemptsEnd() {
    letPass(Duration.ofSeconds(7));
  }

  /** Time in which nothing must happen. */
  static void letPass(Duration time) {
    Awaitility.await().pollDelay(time).atMost(PATIENCE).until(() -> true);
  }

  /** Waits until something is so. */
  static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .pollInSameThread()
          .until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("in vain: " + what, e);
    }
  }

  /** All nodes are members, all is done, the service answers. */
  ClusterStatus awaitWhole() {
    ClusterStatus whole = awaitAny("the cluster is whole", TestCluster::isWhole);
    await("the service answers", () -> client.answeredBy().isPresent());
    return whole;
  }

  static boolean isWhole(ClusterStatus status) {
    return status.nodes().stream().map(NodeStatus::standing).allMatch(s -> s == Standing.MEMBER)
        && status.settled()
        && webNode(status).isPresent();
  }

  static Optional<String> webNode(ClusterStatus status) {
    return status.allResources().stream()
        .filter(r -> r.id().value().equals(Site.WEB))
        .flatMap(r -> r.instances().stream())
        .filter(i -> i.state() == ResourceStatus.State.STARTED)
        .map(Instance::node)
        .flatMap(Optional::stream)
        .map(NodeName::value)
        .findFirst();
  }

  /** Node that runs the service now. */
  String webNode() {
    return webNode(awaitAny("the service runs", s -> webNode(s).isPresent())).orElseThrow();
  }

  String leader() {
    return awaitAny("somebody leads", s -> s.leader().isPresent()).leader().orElseThrow().value();
  }

  static Standing standing(ClusterStatus status, String node) {
    return status.nodes().stream()
        .filter(n -> n.name().value().equals(node))
        .map(NodeStatus::standing)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the service runs, and answers, somewhere but there. */
  void awaitWebElsewhere(String than) {
    awaitAny(
        "web runs elsewhere than on " + than,
        s -> webNode(s).filter(n -> !n.equals(than)).isPresent());
    await(
        "web answers from elsewhere",
        () -> client.answeredBy().filter(n -> !n.equals(than)).isPresent());
  }

  /** How often a node was reset by its watchdog. */
  long resets() {
    return history().stream().filter(h -> h.detail().contains("the watchdog resets")).count();
  }

  /** Fencings on record that ended with the node off. */
  long fencings(String of) {
    Reply<FenceHistory> reply =
        call(
            nodes.values().stream()
                .filter(TestNode::daemonIsAlive)
                .findFirst()
                .orElseThrow()
                .name(),
            Endpoints.FENCE_HISTORY,
            new Queries.All());
    return done(reply).fencings().stream()
        .filter(f -> f.node().value().equals(of) && f.outcome() == Outcome.CONFIRMED)
        .map(FenceRecord::ordered)
        .count();
  }

  /** The lines of what {@code hactl history} shows. */
  List<String> historyText(String asked) {
    Queries.OfHistory all =
        new Queries.OfHistory(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return done(call(asked, Endpoints.HISTORY, all)).events().stream()
        .map(HistoryEvent::text)
        .toList();
  }

  /** What {@code hactl} says on a node, run as a program of its own. */
  Tool.Result hactl(String on, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ha.cli.Hactl"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--socket", site.socket(on).toString()));
    return Tool.run(command.toArray(String[]::new));
  }

  // ---- orders --------------------------------------------------------------------------------

  static <A> A done(Reply<A> reply) {
    return switch (reply) {
      case Reply.Done<A>(A answer) -> answer;
      case Reply.Failed<A>(ApiError error) -> throw new AssertionError("refused: " + error);
    };
  }

  static ApiError refused(Reply<?> reply) {
    return switch (reply) {
      case Reply.Done<?> done -> throw new AssertionError("was done: " + done);
      case Reply.Failed<?>(ApiError error) -> error;
    };
  }

  OrderAccepted order(String asked, Order order) {
    return done(call(asked, Endpoints.ORDER, new OrderRequest(order)));
  }

  /** Applies definitions with one more resource; returns the new revision. */
  long applyWith(String asked, String resource) {
    return apply(asked, "  " + resource + ": {agent: dummy}\n");
  }

  /** Applies definitions with more lines among the resources; returns the new revision. */
  long apply(String asked, String more) {
    String yaml = site.definitions(more);
    ApplyAnswer answer =
        done(
            call(
                asked,
                Endpoints.APPLY,
                new ApplyRequest("e2e.yaml", yaml, false, Optional.empty(), "test")));
    return answer.revision().orElseThrow(() -> new AssertionError("not applied: " + answer));
  }

  /**
   * As {@link #applyWith}, for as long as the cluster cannot say that it is recorded. What was
   * refused so may have been taken all the same.
   */
  long applyWithPatience(String asked, String resource) {
    AtomicReference<Long> revision = new AtomicReference<>(0L);
    // Longer than the last block of a file has room for, so that a full disk cannot take it.
    String yaml =
        site.definitions("  " + resource + ": {agent: dummy}\n") + "\n# " + "-".repeat(9000) + "\n";
    await(
        resource + " is applied",
        () -> {
          Reply<ApplyAnswer> reply =
              call(
                  asked,
                  Endpoints.APPLY,
                  new ApplyRequest("e2e.yaml", yaml, false, Optional.empty(), "test"));
          if (reply instanceof Reply.Done<ApplyAnswer> d) {
            revision.set(d.answer().revision().orElse(d.answer().base()));
          }
          return reply instanceof Reply.Done<ApplyAnswer>;
        });
    return revision.get();
  }

  static boolean runs(ClusterStatus status, String resource) {
    return status.allResources().stream()
        .filter(r -> r.id().value().equals(resource))
        .flatMap(r -> r.instances().stream())
        .anyMatch(i -> i.state() == ResourceStatus.State.STARTED);
  }

  // ---- truth ---------------------------------------------------------------------------------

  List<Happening> history() {
    return site.storage().history().read();
  }

  /** How often the service began, on all nodes together. */
  long starts() {
    return HistoryChecker.starts(history(), Site.WEB).values().stream().mapToLong(n -> n).sum();
  }

  /** A line for people who read the history. */
  void note(String text) {
    site.storage().history().add(Happening.of(System.nanoTime(), Happening.Kind.NOTE, "-", text));
  }

  /** Nothing ran twice, was begun too early, or acted when it must not. */
  void checkHistory() {
    List<Happening> authority = new ArrayList<>();
    site.nodes().forEach(n -> authority.addAll(DaemonLog.authority(n, site.text(n))));
    assertThat(site.storage().violations(authority, Site.WEB)).as("violations").isEmpty();
  }

  /** All that helps to understand what happened. */
  String story() {
    return "==== history of " + site.root() + "\n" + History.shown(history()) + "\n" + site.logs();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stopAll();
  }

  private void stopAll() {
    client.close();
    nodes.values().parallelStream().forEach(TestNode::close);
  }
}
