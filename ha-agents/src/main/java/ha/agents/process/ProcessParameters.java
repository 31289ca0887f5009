package ha.agents.process;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Durations;
import ha.agents.Operation;
import ha.agents.Words;
import ha.agents.command.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of a {@code process}, read.
 *
 * @param command program and arguments as written
 * @param settle how long it has to stay alive to count as started, where nothing tells readiness
 */
record ProcessParameters(
    List<String> command,
    Optional<Path> directory,
    SortedMap<String, String> environment,
    Optional<Path> log,
    Optional<Readiness> ready,
    int stopSignal,
    Duration settle) {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "process",
          "1",
          "keeps one program running",
          "Starts a program in a session of its own, without a shell, watches it, and ends it with"
              + " everything that it started. It outlives the daemon.",
          List.of(
              Parameter.required(
                  "command",
                  AgentMetadata.Type.STRING,
                  "program and arguments: quoted words, or a list"),
              Parameter.optional(
                  "directory", AgentMetadata.Type.STRING, Optional.of("/"), "working directory"),
              Parameter.optional(
                  "environment",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "variables: NAME=VALUE words"),
              Parameter.optional(
                  "log",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "file that its output is appended to"),
              Parameter.optional(
                  "ready",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "http://HOST:PORT/PATH, tcp:HOST:PORT or a file: start waits for it, monitor"
                      + " asks it"),
              Parameter.optional(
                  "stop-signal",
                  AgentMetadata.Type.STRING,
                  Optional.of("TERM"),
                  "signal that asks it to end"),
              Parameter.optional(
                  "settle",
                  AgentMetadata.Type.DURATION,
                  Optional.of("200ms"),
                  "how long it must live to count as started, without 'ready'")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(60)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  /**
   * Reads a call's parameters.
   *
   * @throws IllegalArgumentException that says which one is wrong
   */
  static ProcessParameters of(AgentCall call) {
    List<String> problems = METADATA.problems(call.parameters().keySet());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    List<String> command = read("command", () -> Words.of(call.parameter("command").orElse("")));
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IllegalArgumentException("parameter 'command' is empty");
    }
    return new ProcessParameters(
        command,
        call.parameter("directory").map(Path::of),
        read("environment", () -> environment(call.parameter("environment").orElse(""))),
        call.parameter("log").map(Path::of),
        read("ready", () -> call.parameter("ready").map(Readiness::parse)),
        signal(call.parameter("stop-signal").orElse("TERM")),
        settle(call.parameter("settle").orElse("200ms")));
  }

  /** The program's file, if there is one that can be run. */
  Optional<Path> program() {
    String name = command.getFirst();
    if (name.contains("/")) {
      Path path = directory.orElse(Path.of("/")).resolve(name);
      return Optional.of(path).filter(ProcessParameters::runnable);
    }
    return List.of(environment.getOrDefault("PATH", PATH).split(":")).stream()
        .map(d -> Path.of(d).resolve(name))
        .filter(ProcessParameters::runnable)
        .findFirst();
  }

  private static boolean runnable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static int signal(String name) {
    return Signals.number(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "parameter 'stop-signal': '" + name + "' is no signal such as TERM or INT"));
  }

  private static Duration settle(String text) {
    return Durations.parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "parameter 'settle': '" + text + "' is no time such as 200ms or 2s"));
  }

  private static SortedMap<String, String> environment(String text) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String word : Words.of(text)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("word " + (variables.size() + 1) + " is no NAME=VALUE");
      }
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return variables;
  }

  private static <T> T read(String parameter, java.util.function.Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter '" + parameter + "': " + e.getMessage(), e);
    }
  }
}
