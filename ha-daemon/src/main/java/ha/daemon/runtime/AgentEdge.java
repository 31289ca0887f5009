package ha.daemon.runtime;

import ha.agents.AgentResult;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.AttributeSink;
import ha.agents.executor.Executor;
import ha.agents.executor.ExecutorSettings;
import ha.agents.executor.MonitorSchedule;
import ha.agents.executor.OperationRequest;
import ha.agents.executor.OperationResult;
import ha.agents.executor.Unsolicited;
import ha.daemon.config.NodeConfig;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs agents for the core and tells it what came of it. */
final class AgentEdge implements AutoCloseable {
  private final Executor executor;
  private final Consumer<CoreEvent> loop;
  private final Map<ResourceId, AgentRef> agentOf = new ConcurrentHashMap<>();

  AgentEdge(NodeConfig config, MonitorSchedule schedule, Consumer<CoreEvent> loop) {
    this.loop = loop;
    AgentSettings settings =
        AgentSettings.of(
            config.runDirectory().resolve("agents"), config.stateDirectory().resolve("log"));
    Agents agents =
        config
            .agentDirectory()
            .map(directory -> Agents.discover(settings, directory))
            .orElseGet(() -> Agents.discover(settings));
    executor =
        new Executor(
            ExecutorSettings.of(
                agents, config.node(), new Attributes(loop), schedule, this::unsolicited));
  }

  void termBegan(CoreEffect.TermBegan began) {
    executor.termBegan(began.term());
  }

  void run(CoreEffect.RunAgent order, BooleanSupplier permitted) {
    PlannedAction.Operation action = order.action();
    agentOf.put(action.resource(), action.agent());
    OperationRequest request =
        new OperationRequest(
            order.operationId(),
            order.term(),
            action.resource(),
            action.agent(),
            action.operation(),
            action.interval(),
            action.timeout(),
            action.parameters(),
            action.environment(),
            action.migrationSource(),
            action.migrationTarget(),
            permitted);
    FirstAnswer first = new FirstAnswer(order.operationId());
    executor.run(
        request,
        result -> loop.accept(new CoreEvent.OperationEnded(first.id(), record(action, result))));
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
    executor.cancelRecurring(order.resource(), order.operation(), order.interval());
  }

  void cancelQueued() {
    executor.cancelQueued("this node's authority changed before its turn came");
  }

  /** A death that no monitor reports: as if a probe had found it. */
  private void unsolicited(Unsolicited news) {
    AgentRef agent = agentOf.getOrDefault(news.resource(), AgentRef.builtIn("process"));
    Outcome outcome = outcome(news.result());
    loop.accept(
        new CoreEvent.OperationEnded(
            Optional.empty(),
            new OperationRecord(
                news.resource(),
                agent,
                "monitor",
                Duration.ZERO,
                0,
                outcome.status(),
                outcome.exitCode(),
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

  private static OperationRecord record(PlannedAction.Operation action, OperationResult result) {
    return switch (result) {
      case OperationResult.Finished f ->
          record(
              action,
              outcome(f.result()),
              f.result().reason(),
              Optional.of(f.began()),
              Optional.of(f.took()));
      case OperationResult.Refused r ->
          record(
              action,
              new Outcome(Status.CANCELLED, -1),
              r.reason(),
              Optional.empty(),
              Optional.empty());
    };
  }

  private static OperationRecord record(
      PlannedAction.Operation action,
      Outcome outcome,
      String reason,
      Optional<Instant> began,
      Optional<Duration> took) {
    return new OperationRecord(
        action.resource(),
        action.agent(),
        action.operation(),
        action.interval(),
        0,
        outcome.status(),
        outcome.exitCode(),
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

  private record Outcome(Status status, int exitCode) {}

  private static Outcome outcome(AgentResult result) {
    return switch (result) {
      case AgentResult.Ok ok -> done(ok.degraded() ? ExitCode.DEGRADED : ExitCode.OK);
      case AgentResult.Promoted p ->
          done(p.degraded() ? ExitCode.DEGRADED_PROMOTED : ExitCode.RUNNING_PROMOTED);
      case AgentResult.NotRunning ignored -> done(ExitCode.NOT_RUNNING);
      case AgentResult.Failed f -> done(f.code());
      case AgentResult.TimedOut ignored -> new Outcome(Status.TIMED_OUT, -1);
      case AgentResult.Unknown ignored -> new Outcome(Status.UNKNOWN, -1);
    };
  }

  private static Outcome done(int exitCode) {
    return new Outcome(Status.DONE, exitCode);
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
    public void promotionScore(ResourceId resource, Optional<Score> score) {
      loop.accept(
          new CoreEvent.AttributeSet("promotion-" + resource.base(), score.map(Score::toString)));
    }
  }
}
