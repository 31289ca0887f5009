package ha.agents.contract;

import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.Operation;
import ha.agents.contract.ContractCheck.Violation;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The demands that every agent meets. Each check begins and ends with the resource stopped, and
 * starts and stops it for real.
 */
public final class ContractKit {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** For an agent that ends by its own deadline to say so, on a busy machine. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Bench bench;
  private final Path canary;

  private ContractKit(Bench bench, Path canary) {
    this.bench = bench;
    this.canary = canary;
  }

  /**
   * All checks.
   *
   * @param scratch a directory of the check's own
   */
  public static List<ContractCheck> checks(Bench bench, Path scratch) {
    ContractKit kit = new ContractKit(bench, scratch.resolve("canary"));
    return List.of(
        kit.check("describes itself", kit::describesItself),
        kit.check("monitor of what is stopped says not running", kit::monitorOfStopped),
        kit.check("start and stop can be repeated", kit::startAndStopRepeated),
        kit.check("starts again after a stop", kit::startsAgain),
        kit.check("stops when its configuration is gone", kit::stopsWithoutConfiguration),
        kit.check("a start that was cut short can be stopped", kit::cutShort),
        kit.check("programs that cannot be run are not 'stopped'", kit::programsMissing),
        kit.check("programs that are killed are not 'stopped'", kit::programsKilled),
        kit.check("programs that fail are not 'stopped'", kit::programsFailing),
        kit.check("programs that hang end at the deadline", kit::programsStalled),
        kit.check("hostile values are only data", kit::hostileValues));
  }

  private ContractCheck check(String name, ContractCheck.Body body) {
    return new ContractCheck(
        name,
        () -> {
          bench.perform(Operation.STOP);
          try {
            body.run();
          } finally {
            bench.perform(Operation.STOP);
          }
        });
  }

  private void describesItself() throws Violation {
    AgentDescription description = bench.agent().describe();
    if (!(description instanceof AgentMetadata metadata)) {
      throw new Violation("it does not describe itself: " + description);
    }
    List<String> wrong = new ArrayList<>(metadata.problems(bench.parameters()));
    for (Operation operation : List.of(Operation.START, Operation.STOP, Operation.MONITOR)) {
      if (!metadata.offers(operation)) {
        wrong.add("it does not offer " + operation.wireName());
      }
    }
    if (metadata.name().isEmpty() || metadata.summary().isEmpty()) {
      wrong.add("it lacks a name or a summary");
    }
    if (!wrong.isEmpty()) {
      throw new Violation(String.join("; ", wrong));
    }
  }

  private void monitorOfStopped() throws InterruptedException, Violation {
    expectStopped(bench);
  }

  private void startAndStopRepeated() throws InterruptedException, Violation {
    expectOk(bench, Operation.STOP, "stop of what is stopped");
    expectOk(bench, Operation.START, "start");
    expectOk(bench, Operation.MONITOR, "monitor after start");
    expectOk(bench, Operation.START, "start of what runs");
    expectOk(bench, Operation.MONITOR, "monitor after the second start");
    expectOk(bench, Operation.STOP, "stop");
    expectStopped(bench);
    expectOk(bench, Operation.STOP, "second stop");
    expectStopped(bench);
  }

  private void startsAgain() throws InterruptedException, Violation {
    expectOk(bench, Operation.START, "start");
    expectOk(bench, Operation.STOP, "stop");
    expectOk(bench, Operation.START, "start after stop");
    expectOk(bench, Operation.MONITOR, "monitor");
  }

  private void stopsWithoutConfiguration() throws InterruptedException, Violation {
    expectOk(bench, Operation.START, "start");
    Bench bare = bench.with(bench.bare());
    expectOk(bare, Operation.MONITOR, "monitor without configuration");
    expectOk(bare, Operation.STOP, "stop without configuration");
    expectStopped(bench);
  }

  private void cutShort() throws InterruptedException, Violation {
    for (long millis : new long[] {0, 1, 20}) {
      bench.within(Duration.ofMillis(millis)).perform(Operation.START);
      expectOk(bench, Operation.STOP, "stop after a start that had " + millis + " ms");
      expectStopped(bench);
    }
  }

  private void programsMissing() throws InterruptedException, Violation {
    adverse(AdverseCommands.missing());
  }

  private void programsKilled() throws InterruptedException, Violation {
    adverse(AdverseCommands.killed());
  }

  private void programsFailing() throws InterruptedException, Violation {
    adverse(AdverseCommands.failing());
  }

  /** Whoever cannot see must not say that nothing is there. */
  private void adverse(AdverseCommands commands) throws InterruptedException, Violation {
    expectOk(bench, Operation.START, "start");
    Bench blind = bench.with(commands);
    AgentResult seen = blind.perform(Operation.MONITOR);
    if (seen instanceof NotRunning) {
      throw new Violation("it runs, and a monitor that sees nothing said " + seen);
    }
    AgentResult stopped = blind.perform(Operation.STOP);
    if (stopped instanceof Ok && !(bench.perform(Operation.MONITOR) instanceof NotRunning)) {
      throw new Violation("a stop that could do nothing said that it succeeded");
    }
  }

  private void programsStalled() throws InterruptedException, Violation {
    for (Operation operation : List.of(Operation.START, Operation.MONITOR, Operation.STOP)) {
      bench.perform(Operation.STOP);
      if (operation != Operation.START) {
        expectOk(bench, Operation.START, "start");
      }
      AdverseCommands commands = AdverseCommands.stalled();
      long began = System.nanoTime();
      AgentResult result = bench.with(commands).within(SHORT).perform(operation);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      boolean claimed = result instanceof Ok || result instanceof NotRunning;
      if (commands.wereAsked() && claimed) {
        throw new Violation(operation.wireName() + " got no answer, and said " + result);
      }
      if (took.compareTo(SHORT.plus(GRACE)) > 0) {
        throw new Violation(operation.wireName() + " took " + took + " in place of " + SHORT);
      }
    }
  }

  /**
   * Every value in every parameter; nothing is started. Of scripts of others only the parameters
   * that are in use, all of them at once: they take their time.
   */
  private void hostileValues() throws InterruptedException, Violation {
    List<List<String>> names = new ArrayList<>();
    if (bench.ref().standard().equals(AgentRef.BUILT_IN)) {
      SortedSet<String> all = new TreeSet<>(bench.parameters().keySet());
      if (bench.agent().describe() instanceof AgentMetadata metadata) {
        metadata.parameters().forEach(p -> all.add(p.name()));
      }
      all.forEach(name -> names.add(List.of(name)));
    } else {
      names.add(List.copyOf(bench.parameters().keySet()));
    }
    for (List<String> together : names) {
      for (String value : Hostile.values(canary)) {
        var parameters = new TreeMap<>(bench.parameters());
        together.forEach(name -> parameters.put(name, value));
        for (Operation operation : List.of(Operation.VALIDATE, Operation.MONITOR)) {
          bench.with(parameters).perform(operation);
          expectNoCanary(String.join(", ", together), value, operation);
        }
      }
    }
  }

  private void expectNoCanary(String name, String value, Operation operation) throws Violation {
    if (Files.exists(canary)) {
      try {
        Files.delete(canary);
      } catch (IOException e) {
        throw new Violation("a shell ran a parameter's value, and " + e);
      }
      throw new Violation(
          operation.wireName() + " ran the value of '" + name + "' in a shell: " + value);
    }
  }

  private static void expectOk(Bench bench, Operation operation, String what)
      throws InterruptedException, Violation {
    AgentResult result = bench.perform(operation);
    if (!(result instanceof Ok)) {
      throw new Violation(what + " was to succeed, and said " + result);
    }
  }

  private static void expectStopped(Bench bench) throws InterruptedException, Violation {
    AgentResult result = bench.perform(Operation.MONITOR);
    if (!(result instanceof NotRunning)) {
      throw new Violation("monitor of what is stopped was to say not running, and said " + result);
    }
  }
}
