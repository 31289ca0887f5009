package ha.agents.drbd;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentSettings;
import ha.agents.ClusterView.Facts;
import ha.agents.Observer;
import ha.agents.ResourceAgent;
import ha.agents.Tools;
import ha.agents.Watch;
import ha.agents.command.Command;
import ha.agents.command.Following;
import ha.agents.drbd.Drbd.Seen;
import ha.agents.tool.Remembered;
import ha.model.ResourceId;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings a DRBD resource up, promotes and demotes it. Data is never discarded here: replicas that
 * were written apart from each other stay apart until a person decides with {@code hactl drbd
 * resolve}.
 */
final class DrbdAgent implements ResourceAgent {
  private static final Duration POLL = Duration.ofMillis(250);

  private final AgentSettings settings;
  private final Path system;
  private final Remembered remembered;

  DrbdAgent(AgentSettings settings, Path system) {
    this.settings = settings;
    this.system = system;
    this.remembered = new Remembered(settings.runDirectory().resolve("drbd"));
  }

  @Override
  public AgentDescription describe() {
    return DrbdParameters.METADATA;
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    Optional<String> wrong = DrbdParameters.problem(call);
    return wrong.isPresent()
        ? AgentResult.invalid(wrong.get())
        : drbd(call, DrbdParameters.resource(call).orElseThrow())
            .admin("dump")
            .orElse(AgentResult.OK);
  }

  @Override
  public boolean provesStopped() {
    return true;
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    Optional<String> resource = known(call);
    if (resource.isEmpty()) {
      return call.parameter("resource").isPresent()
          ? AgentResult.invalid(DrbdParameters.problem(call).orElse("parameter 'resource'"))
          : new NotRunning("no parameter 'resource', and it was never started here");
    }
    Drbd drbd = drbd(call, resource.get());
    // Before the look: a replica that is seen in sync then is so after what was declared of it.
    Facts facts = settings.cluster().facts();
    return switch (drbd.look()) {
      case Seen.Unclear unclear -> unclear.result();
      case Seen.Absent absent -> {
        Report.gone(call);
        yield AgentResult.NOT_RUNNING;
      }
      case Seen.There there -> {
        report(call, drbd, facts, there.state());
        yield role(there.state());
      }
    };
  }

  /** Degraded: not everything that is written reaches all replicas, or nothing is written. */
  private static AgentResult role(DrbdState state) {
    boolean degraded = !state.isInSync() || state.isSuspended();
    String reason = degraded ? state.ailments() : "";
    return state.isPrimary() ? new Promoted(degraded, reason) : new Ok(degraded, reason);
  }

  /** DRBD tells of each change; how suitable the replica is must not wait for the next monitor. */
  @Override
  public Watch watch(AgentCall call, Observer observer) {
    Optional<String> resource = known(call);
    if (resource.isEmpty()) {
      return Watch.NONE;
    }
    Changes changes = new Changes(resource.get());
    Following stream =
        call.commands()
            .follow(
                new Command(
                    List.of("drbdsetup", "events2", "all"),
                    Tools.environment(),
                    Optional.empty(),
                    false),
                line -> {
                  if (changes.worthALook(line)) {
                    observer.changed();
                  }
                });
    return stream::close;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    Optional<String> wrong = DrbdParameters.problem(call);
    if (wrong.isPresent()) {
      return AgentResult.invalid(wrong.get());
    }
    String resource = DrbdParameters.resource(call).orElseThrow();
    try {
      remembered.put(call.resource(), resource);
    } catch (IOException e) {
      return AgentResult.failed("its name cannot be remembered: " + e.getMessage());
    }
    Drbd drbd = drbd(call, resource);
    Optional<AgentResult> loaded = drbd.load();
    if (loaded.isPresent()) {
      return loaded.get();
    }
    return switch (drbd.look()) {
      case Seen.Unclear unclear -> unclear.result();
      case Seen.There there when there.state().isPrimary() ->
          AgentResult.failed(resource + " runs already, and is promoted");
      case Seen.There there when !there.state().volumes().isEmpty() && !there.state().isGivenUp() ->
          started(call, drbd);
      case Seen.There there -> begun(call, drbd, "adjust");
      case Seen.Absent absent -> begun(call, drbd, "up");
    };
  }

  private AgentResult begun(AgentCall call, Drbd drbd, String command) throws InterruptedException {
    Optional<AgentResult> problem = drbd.admin(command);
    return problem.isPresent() ? problem.get() : started(call, drbd);
  }

  /** Gives the connection a little time, so that a promotion that follows finds the peer. */
  private AgentResult started(AgentCall call, Drbd drbd) throws InterruptedException {
    var end = call.clock().now().plus(DrbdParameters.patience(call));
    while (true) {
      switch (drbd.look()) {
        case Seen.Unclear unclear -> {
          return unclear.result();
        }
        case Seen.Absent absent -> {
          return AgentResult.failed("drbdadm succeeded, but the kernel does not know the resource");
        }
        case Seen.There there -> {
          boolean wait =
              !there.state().isConnected()
                  && !there.state().isGivenUp()
                  && expected(call, there.state())
                  && call.clock().now().before(end);
          if (!wait || !drbd.tools().pause(POLL)) {
            report(call, drbd, settings.cluster().facts(), there.state());
            boolean whole = there.state().isInSync();
            return new Ok(!whole, whole ? "" : there.state().ailments());
          }
        }
      }
    }
  }

  /** Whether a peer that is not connected may come: its node is up. */
  private boolean expected(AgentCall call, DrbdState state) {
    return peers(call).apart(state).values().stream().anyMatch(s -> s == Standing.MEMBER);
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    Optional<String> resource = known(call);
    if (resource.isEmpty()) {
      return AgentResult.OK;
    }
    Drbd drbd = drbd(call, resource.get());
    String problem = "";
    while (true) {
      switch (drbd.look()) {
        case Seen.Unclear unclear -> {
          return unclear.result();
        }
        case Seen.Absent absent -> {
          Report.gone(call);
          return forget(call.resource());
        }
        case Seen.There there -> {
          if (!problem.isEmpty() && !drbd.tools().pause(POLL)) {
            return new TimedOut(problem + new Holders(system).sentence(there.state()));
          }
        }
      }
      Optional<AgentResult> failed = drbd.down();
      if (failed.isPresent() && !(failed.get() instanceof Failed)) {
        return failed.get();
      }
      problem = failed.map(AgentResult::reason).orElse("drbdsetup down has left it there");
    }
  }

  private AgentResult forget(ResourceId resource) {
    try {
      remembered.forget(resource);
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("stopped, but its note cannot be removed: " + e.getMessage());
    }
  }

  @Override
  public AgentResult promote(AgentCall call) throws InterruptedException {
    Optional<String> resource = known(call);
    if (resource.isEmpty()) {
      return AgentResult.NOT_RUNNING;
    }
    Drbd drbd = drbd(call, resource.get());
    var end = call.clock().now().plus(DrbdParameters.patience(call));
    String refusal = "";
    while (refusal.isEmpty() || (call.clock().now().before(end) && drbd.tools().pause(POLL))) {
      switch (drbd.look()) {
        case Seen.Unclear unclear -> {
          return unclear.result();
        }
        case Seen.Absent absent -> {
          return AgentResult.NOT_RUNNING;
        }
        case Seen.There there when there.state().isPrimary() -> {
          monitor(call);
          return AgentResult.OK;
        }
        case Seen.There there -> {
          Optional<String> rule = PromotionRule.refusal(there.state(), peers(call));
          if (rule.isEmpty()) {
            Optional<AgentResult> failed = drbd.admin("primary");
            if (failed.isPresent() && !(failed.get() instanceof Failed)) {
              return failed.get();
            }
            // However late it is by now: drbdadm waits for the fence-peer handler.
            if (failed.isEmpty()
                && drbd.look() instanceof Seen.There after
                && after.state().isPrimary()) {
              monitor(call);
              return AgentResult.OK;
            }
            rule = failed.map(AgentResult::reason);
          }
          refusal = rule.orElse("drbdadm primary succeeded, but the role has not changed");
        }
      }
    }
    monitor(call);
    return AgentResult.failed("not promoted: " + refusal);
  }

  @Override
  public AgentResult demote(AgentCall call) throws InterruptedException {
    Optional<String> resource = known(call);
    if (resource.isEmpty()) {
      return AgentResult.NOT_RUNNING;
    }
    Drbd drbd = drbd(call, resource.get());
    String problem = "";
    while (true) {
      switch (drbd.look()) {
        case Seen.Unclear unclear -> {
          return unclear.result();
        }
        case Seen.Absent absent -> {
          return AgentResult.NOT_RUNNING;
        }
        case Seen.There there when !there.state().isPrimary() -> {
          monitor(call);
          return AgentResult.OK;
        }
        case Seen.There there -> {
          if (!problem.isEmpty() && !drbd.tools().pause(POLL)) {
            return new TimedOut(
                "not demoted: " + problem + new Holders(system).sentence(there.state()));
          }
          Optional<AgentResult> failed = drbd.secondary(there.state());
          if (failed.isPresent() && !(failed.get() instanceof Failed)) {
            return failed.get();
          }
          problem = failed.map(AgentResult::reason).orElse("the role has not changed");
        }
      }
    }
  }

  /** Something happened to the other replicas: how suitable this one is may be another matter. */
  @Override
  public AgentResult notify(AgentCall call) throws InterruptedException {
    monitor(call);
    return AgentResult.OK;
  }

  private Optional<String> known(AgentCall call) {
    return DrbdParameters.resource(call).or(() -> remembered.of(call.resource()));
  }

  private Drbd drbd(AgentCall call, String resource) {
    return new Drbd(call, resource, system);
  }

  private static void report(AgentCall call, Drbd drbd, Facts facts, DrbdState state)
      throws InterruptedException {
    new Report(call, drbd, facts).publish(state);
  }

  private Peers peers(AgentCall call) {
    return new Peers(settings.cluster().facts().nodes(), call.node());
  }
}
