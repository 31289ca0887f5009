package ha.daemon.runtime;

import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.AgentsCatalog;
import ha.agents.AttributeSink;
import ha.agents.ClusterView;
import ha.agents.OcfCodes;
import ha.agents.executor.Executor;
import ha.agents.executor.ExecutorSettings;
import ha.agents.executor.MonitorSchedule;
import ha.agents.executor.OperationRequest;
import ha.agents.executor.OperationResult;
import ha.agents.executor.Unsolicited;
import ha.daemon.config.NodeConfig;
import ha.daemon.controller.OperationRemark;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.ledger.Lasting;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.yaml.AgentCatalog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs agents for the core and tells it what came of it. */
final class AgentEdge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentEdge.class);

  private final Executor executor;
  private final AgentCatalog catalog;
  private final Consumer<CoreEvent> loop;

  /** What an agent knows a resource by, and what the cluster does: anonymous copies differ. */
  private final Map<ResourceId, PlannedAction.Operation> lastOf = new ConcurrentHashMap<>();

  private final Map<ResourceId, ResourceId> baseOf = new ConcurrentHashMap<>();

  /**
   * Ends what operations an earlier daemon left running, then waits for orders.
   *
   * @throws IOException if such a leftover cannot be ended; nothing may be run beside it
   */
  AgentEdge(
      NodeConfig config, MonitorSchedule schedule, ClusterView cluster, Consumer<CoreEvent> loop)
      throws IOException {
    this.loop = loop;
    AgentSettings settings =
        AgentSettings.of(
                config.runDirectory().resolve("agents"), config.stateDirectory().resolve("log"))
            .with(cluster);
    settings
        .journal()
        .endLeftovers()
        .forEach(left -> LOG.warn("ended what an earlier daemon left running: {}", left));
    Agents agents =
        config
            .agentDirectory()
            .map(directory -> Agents.discover(settings, directory))
            .orElseGet(() -> Agents.discover(settings));
    catalog = AgentsCatalog.withoutScripts(agents);
    executor =
        new Executor(
            ExecutorSettings.of(
                agents, config.node(), new Attributes(loop), schedule, this::unsolicited));
  }

  /** What the agents of this node take; runs nothing. */
  AgentCatalog catalog() {
    return catalog;
  }

  void termBegan(CoreEffect.TermBegan began) {
    executor.termBegan(began.term());
  }

  void nodeIsOff(CoreEffect.NodeOff off) {
    executor.nodeIsOff(off.node());
  }

  void run(CoreEffect.RunAgent order, BooleanSupplier permitted) {
    PlannedAction.Operation action = order.action();
    lastOf.put(action.base(), action);
    baseOf.put(action.resource(), action.base());
    OperationRequest request =
        new OperationRequest(
            order.operationId(),
            order.term(),
            action.base(),
            action.agent(),
            action.operation(),
            action.interval(),
            action.timeout(),
            action.timeoutsAllowed(),
            action.force(),
            action.parameters(),
            action.environment(),
            action.migrationSource(),
            action.migrationTarget(),
            permitted);
    FirstAnswer first = new FirstAnswer(order.operationId());
    executor.run(
        request,
        result -> {
          remark(action, result)
              .ifPresent(remark -> loop.accept(new CoreEvent.OperationRemarked(remark)));
          record(action, result)
              .ifPresent(record -> loop.accept(new CoreEvent.OperationEnded(first.id(), record)));
        });
  }

  /** What people should hear of a result beside itself. */
  private static Optional<OperationRemark> remark(
      PlannedAction.Operation action, OperationResult result) {
    return switch (result) {
      case OperationResult.Excused e ->
          Optional.of(new OperationRemark.TimedOut(action.resource(), e.result().reason()));
      case OperationResult.Finished f when !f.remark().isEmpty() ->
          Optional.of(
              new OperationRemark.Unusual(action.resource(), action.operation(), f.remark()));
      case OperationResult.Finished ignored -> Optional.empty();
      case OperationResult.Refused ignored -> Optional.empty();
    };
  }

  /** The first answer to an order carries its id; what a recurring one says later is news. */
  private static final class FirstAnswer {
    private final String operationId;
    private boolean given;

    FirstAnswer(String operationId) {
      this.operationId = operationId;
    }

    synchronized Optional<String> id() {
      boolean first = !given;
      given = true;
      return first ? Optional.of(operationId) : Optional.empty();
    }
  }

  void cancel(CoreEffect.CancelRecurring order) {
    ResourceId base = baseOf.getOrDefault(order.resource(), order.resource());
    executor.cancelRecurring(base, order.operation(), order.interval());
  }

  void cancelQueued() {
    executor.cancelQueued("this node's authority changed before its turn came");
  }

  /** A death that no monitor reports: as if a probe had found it. */
  private void unsolicited(Unsolicited news) {
    PlannedAction.Operation last = lastOf.get(news.resource());
    if (last == null) {
      LOG.error("Bug: news of {}, which was never operated here", news.resource());
      return;
    }
    loop.accept(
        new CoreEvent.OperationEnded(
            Optional.empty(),
            new OperationRecord(
                last.resource(),
                last.agent(),
                "monitor",
                Duration.ZERO,
                0,
                OcfCodes.status(news.result()),
                OcfCodes.exitCode(news.result()),
                ExitCode.OK,
                news.result().reason(),
                Optional.of(news.at()),
                Optional.of(news.at()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                "")));
  }

  /** The result as history keeps it; a timeout that is no failure yet changes nothing there. */
  private static Optional<OperationRecord> record(
      PlannedAction.Operation action, OperationResult result) {
    return switch (result) {
      case OperationResult.Finished f ->
          Optional.of(
              record(
                  action,
                  OcfCodes.status(f.result()),
                  OcfCodes.exitCode(action.operation(), f.result()),
                  f.result().reason(),
                  Optional.of(f.began()),
                  Optional.of(f.took())));
      case OperationResult.Excused ignored -> Optional.empty();
      case OperationResult.Refused r ->
          Optional.of(
              record(action, Status.CANCELLED, -1, r.reason(), Optional.empty(), Optional.empty()));
    };
  }

  private static OperationRecord record(
      PlannedAction.Operation action,
      Status status,
      int exitCode,
      String reason,
      Optional<Instant> began,
      Optional<Duration> took) {
    return new OperationRecord(
        action.resource(),
        action.agent(),
        action.operation(),
        action.interval(),
        0,
        status,
        exitCode,
        action.expectedExitCode(),
        reason,
        began,
        began,
        took,
        action.migrationSource(),
        action.migrationTarget(),
        action.parametersDigest(),
        action.restartDigest());
  }

  @Override
  public void close() {
    executor.close();
  }

  /** What agents say of this node. */
  private record Attributes(Consumer<CoreEvent> loop) implements AttributeSink {
    @Override
    public void set(String name, Optional<String> value) {
      loop.accept(new CoreEvent.AttributeSet(name, value));
    }

    @Override
    public void order(NodeName node, String name, Optional<String> value, boolean lasting) {
      loop.accept(
          new CoreEvent.AttributeOrdered(node, lasting ? Lasting.named(name) : name, value));
    }

    @Override
    public void promotionScore(ResourceId resource, Optional<Score> score) {
      loop.accept(
          new CoreEvent.AttributeSet("promotion-" + resource.base(), score.map(Score::toString)));
    }
  }
}
