package ha.agents.dummy;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentSettings;
import ha.agents.Operation;
import ha.model.Role;
import ha.model.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dummy with two active roles; says how suitable it is for promotion. */
final class StatefulAgent extends DummyAgent {
  private static final String UNPROMOTED_SCORE = "unpromoted-score";
  private static final String PROMOTED_SCORE = "promoted-score";

  StatefulAgent(AgentSettings settings) {
    super(settings);
  }

  @Override
  public AgentDescription describe() {
    List<Action> actions = new ArrayList<>(actions());
    actions.add(Action.of(Operation.PROMOTE, Duration.ofSeconds(20)));
    actions.add(Action.of(Operation.DEMOTE, Duration.ofSeconds(20)));
    List<Parameter> scores =
        List.of(
            Parameter.optional(
                UNPROMOTED_SCORE,
                AgentMetadata.Type.INTEGER,
                Optional.of("5"),
                "promotion score when not"),
            Parameter.optional(
                PROMOTED_SCORE,
                AgentMetadata.Type.INTEGER,
                Optional.of("10"),
                "promotion score when promoted"));
    return metadata("stateful", "a file that says in which role it runs", scores, actions);
  }

  @Override
  Role idleRole() {
    return Role.UNPROMOTED;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    try {
      if (file(call).read() == Role.PROMOTED) {
        return AgentResult.failed("it runs already, and is promoted");
      }
    } catch (IOException e) {
      return AgentResult.failed("the state file cannot be read: " + e.getMessage());
    }
    return scored(call, super.start(call), Role.UNPROMOTED);
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return scored(call, super.stop(call), Role.STOPPED);
  }

  @Override
  public AgentResult promote(AgentCall call) throws InterruptedException {
    return scored(call, changeActive(call, Role.PROMOTED), Role.PROMOTED);
  }

  @Override
  public AgentResult demote(AgentCall call) throws InterruptedException {
    return scored(call, changeActive(call, Role.UNPROMOTED), Role.UNPROMOTED);
  }

  @Override
  public AgentResult migrateTo(AgentCall call) {
    return AgentResult.unimplemented(call.operation());
  }

  @Override
  public AgentResult migrateFrom(AgentCall call) {
    return AgentResult.unimplemented(call.operation());
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    AgentResult result = super.monitor(call);
    if (result instanceof Ok) {
      score(call, Role.UNPROMOTED);
    } else if (result instanceof Promoted) {
      score(call, Role.PROMOTED);
    }
    return result;
  }

  private AgentResult changeActive(AgentCall call, Role role) throws InterruptedException {
    try {
      return file(call).read() == Role.STOPPED ? AgentResult.NOT_RUNNING : change(call, role);
    } catch (IOException e) {
      return AgentResult.failed("the state file cannot be read: " + e.getMessage());
    }
  }

  private static AgentResult scored(AgentCall call, AgentResult result, Role role) {
    if (result instanceof Ok) {
      score(call, role);
    }
    return result;
  }

  private static void score(AgentCall call, Role role) {
    Optional<Score> score =
        switch (role) {
          case STOPPED -> Optional.empty();
          case STARTED, UNPROMOTED -> score(call, UNPROMOTED_SCORE, "5");
          case PROMOTED -> score(call, PROMOTED_SCORE, "10");
        };
    call.attributes().promotionScore(call.resource(), score);
  }

  private static Optional<Score> score(AgentCall call, String parameter, String otherwise) {
    try {
      return Optional.of(Score.parse(call.parameter(parameter).orElse(otherwise)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public AgentResult validate(AgentCall call) {
    for (String parameter : List.of(UNPROMOTED_SCORE, PROMOTED_SCORE)) {
      if (call.parameter(parameter).isPresent() && score(call, parameter, "0").isEmpty()) {
        return AgentResult.invalid("parameter '" + parameter + "' is no score");
      }
    }
    return super.validate(call);
  }
}
