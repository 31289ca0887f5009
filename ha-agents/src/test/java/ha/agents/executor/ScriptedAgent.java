package ha.agents.executor;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentProvider;
import ha.agents.AgentResult;
import ha.agents.AgentSettings;
import ha.agents.Observer;
import ha.agents.ResourceAgent;
import ha.agents.Watch;
import ha.model.definition.AgentRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent whose operations do what a test says; keeps what was called, begin and end. */
final class ScriptedAgent implements ResourceAgent, AgentProvider {
  static final AgentRef NAME = AgentRef.builtIn("scripted");

  interface Script {
    AgentResult run(AgentCall call) throws InterruptedException;
  }

  volatile boolean provesStopped;
  final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  /** What {@code "stop disk"}, or {@code "stop"} of any resource, does; otherwise plain success. */
  void on(String operationAndResource, Script script) {
    scripts.put(operationAndResource, script);
  }

  long count(String entry) {
    return log.stream().filter(entry::equals).count();
  }

  @Override
  public AgentResult perform(AgentCall call) throws InterruptedException {
    String operation = call.operation().wireName();
    String key = operation + " " + call.resource();
    log.add(key);
    try {
      Script script =
          scripts.getOrDefault(key, scripts.getOrDefault(operation, c -> AgentResult.OK));
      return script.run(call);
    } finally {
      log.add("/" + key);
    }
  }

  /** Who is to be told what happens to each resource. */
  final Map<String, Observer> observers = new ConcurrentHashMap<>();

  /** Says that something has changed, to whoever watches. */
  void changed(String resource) {
    Optional.ofNullable(observers.get(resource)).ifPresent(Observer::changed);
  }

  @Override
  public Watch watch(AgentCall call, Observer observer) {
    observers.put(call.resource().value(), observer);
    return () -> observers.remove(call.resource().value());
  }

  @Override
  public AgentDescription describe() {
    return new AgentDescription.Unavailable("a script of a test");
  }

  @Override
  public boolean provesStopped() {
    return provesStopped;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return perform(call);
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return perform(call);
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    return perform(call);
  }

  @Override
  public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
    return ref.equals(NAME) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public List<AgentRef> agents(AgentSettings settings) {
    return List.of(NAME);
  }
}
