package ha.agents.exec;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import ha.agents.Tools;
import ha.agents.Words;
import ha.agents.command.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters of an {@code exec}, read.
 *
 * @param stoppedExits exit codes by which {@code monitor} says that nothing runs
 */
record ExecParameters(
    List<String> start,
    List<String> stop,
    List<String> monitor,
    Optional<List<String>> reload,
    Optional<Path> directory,
    SortedMap<String, String> environment,
    Set<Integer> stoppedExits) {
  static final AgentMetadata METADATA =
      new AgentMetadata(
          "exec",
          "1",
          "any three commands that start, stop and look",
          "Runs commands of yours, without a shell. What 'monitor' says is what counts: start and"
              + " stop wait until it sees what they brought about. Each command is given"
              + " HA_RESOURCE, HA_OPERATION and HA_NODE, and is killed with all that it started at"
              + " its deadline.",
          List.of(
              Parameter.required(
                  "start",
                  AgentMetadata.Type.STRING,
                  "command that starts: quoted words or a list"),
              Parameter.required(
                  "stop", AgentMetadata.Type.STRING, "command that stops; also what is stopped"),
              Parameter.required(
                  "monitor",
                  AgentMetadata.Type.STRING,
                  "command that looks: 0 runs, see 'stopped-exit'"),
              Parameter.optional(
                  "reload",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "command that takes over changed parameters without a restart"),
              Parameter.optional(
                  "stopped-exit",
                  AgentMetadata.Type.STRING,
                  Optional.of("3, 7"),
                  "exit codes of 'monitor' that mean that it does not run"),
              Parameter.optional(
                  "directory", AgentMetadata.Type.PATH, Optional.of("/"), "working directory"),
              Parameter.optional(
                      "environment",
                      AgentMetadata.Type.STRING,
                      Optional.empty(),
                      "variables: NAME=VALUE words")
                  .takenOverByReload()),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(60)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.RELOAD, Duration.ofSeconds(60)),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  /**
   * Reads a call's parameters.
   *
   * @throws IllegalArgumentException that says which one is wrong
   */
  static ExecParameters of(AgentCall call) {
    ParameterValues values = ParameterValues.of(METADATA, call);
    return new ExecParameters(
        words("start", values.need("start")),
        words("stop", values.need("stop")),
        words("monitor", values.need("monitor")),
        values.text("reload").map(text -> words("reload", text)),
        values.path("directory"),
        environment(values.text("environment").orElse("")),
        exits(values.need("stopped-exit")));
  }

  private static List<String> words(String parameter, String text) {
    try {
      List<String> words = Words.of(text);
      if (words.isEmpty() || words.getFirst().isEmpty() || words.getFirst().startsWith("-")) {
        throw new IllegalArgumentException("it names no program");
      }
      return words;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter '" + parameter + "': " + e.getMessage(), e);
    }
  }

  private static SortedMap<String, String> environment(String text) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String word : Words.of(text)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "parameter 'environment': word " + (variables.size() + 1) + " is no NAME=VALUE");
      }
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return variables;
  }

  private static Set<Integer> exits(String text) {
    Set<Integer> exits = new TreeSet<>();
    for (String word : text.strip().split("[,\\s]+", -1)) {
      if (!word.matches("[0-9]{1,3}") || word.equals("0")) {
        throw new IllegalArgumentException(
            "parameter 'stopped-exit': '" + word + "' is no exit code from 1 to 255");
      }
      exits.add(Integer.valueOf(word));
    }
    return exits;
  }

  /** The file of a command's program, if there is one that can be run. */
  Optional<Path> program(List<String> command) {
    String name = command.getFirst();
    String file =
        name.contains("/") ? directory.orElse(Path.of("/")).resolve(name).toString() : name;
    return Tools.find(file, environment.getOrDefault("PATH", Tools.PATH));
  }

  /** What is run for {@code call}; {@code program} is the file of the command's program. */
  Command command(List<String> command, Path program, AgentCall call, Operation operation) {
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("PATH", Tools.PATH);
    variables.put("LANG", "C.UTF-8");
    variables.putAll(environment);
    variables.put("HA_RESOURCE", call.resource().value());
    variables.put("HA_OPERATION", operation.wireName());
    variables.put("HA_NODE", call.node().value());
    List<String> arguments = new ArrayList<>(command);
    arguments.set(0, program.toString());
    return new Command(arguments, variables, directory, true);
  }
}
