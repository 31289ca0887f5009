package ha.agents;

import ha.agents.command.CommandJournal;
import ha.agents.command.CommandRunner;
import ha.agents.command.Commands;
import ha.agents.command.MonoClock;
import ha.agents.command.ProcFs;
import ha.agents.contract.Bench;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.Term;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes calls of agents for tests, and keeps the attributes that these set. */
public final class Calls implements AttributeSink {
  public final Map<String, String> attributes = new ConcurrentHashMap<>();
  private final AgentRef agent;
  private final ResourceId resource;
  private Map<String, String> parameters = Map.of();
  private Map<String, String> environment = Map.of();
  private Commands commands = runner();
  private Optional<AttributeSink> sink = Optional.empty();
  private Term term = new Term(1);

  public Calls(String agent, String resource) {
    this.agent = AgentRef.parse(agent);
    this.resource = new ResourceId(resource);
  }

  public Calls with(Map<String, String> given) {
    parameters = given;
    return this;
  }

  public Calls withEnvironment(Map<String, String> given) {
    environment = given;
    return this;
  }

  /** Runs programs in another way from now on. */
  public Calls running(Commands other) {
    commands = other;
    return this;
  }

  /** Attributes are not kept here from now on. */
  public Calls reportingTo(AttributeSink other) {
    sink = Optional.of(other);
    return this;
  }

  /** Ordered by another leader from now on. */
  public Calls in(Term other) {
    term = other;
    return this;
  }

  /** The same agent and resource, for the contract's checks. */
  public Bench bench(ResourceAgent tested, Map<String, String> bare) {
    return new Bench(
        tested,
        agent,
        resource,
        new NodeName("alice"),
        new TreeMap<>(parameters),
        new TreeMap<>(bare),
        this,
        commands,
        Duration.ofSeconds(30));
  }

  public AgentCall of(Operation operation) {
    return of(operation, Duration.ofSeconds(30));
  }

  public AgentCall of(Operation operation, Duration timeout) {
    return new AgentCall(
        resource,
        agent,
        operation,
        Duration.ZERO,
        new TreeMap<>(parameters),
        new TreeMap<>(environment),
        timeout,
        MonoClock.SYSTEM.now().plus(timeout),
        term,
        new NodeName("alice"),
        Optional.of(new NodeName("alice")),
        Optional.of(new NodeName("bob")),
        sink.orElse(this),
        commands,
        MonoClock.SYSTEM);
  }

  /** Runs programs; a journal for tests that read none. */
  public static CommandRunner runner() {
    Path notes = Path.of("target", "test-commands");
    return CommandRunner.system(new CommandJournal(notes, ProcFs.system()));
  }

  public static Agents agents(Path directory) {
    return Agents.discover(AgentSettings.of(directory.resolve("run"), directory.resolve("log")));
  }

  @Override
  public void set(String name, Optional<String> value) {
    value.ifPresentOrElse(v -> attributes.put(name, v), () -> attributes.remove(name));
  }

  @Override
  public void promotionScore(ResourceId of, Optional<Score> score) {
    set("promotion-score " + of, score.map(Score::toString));
  }
}
