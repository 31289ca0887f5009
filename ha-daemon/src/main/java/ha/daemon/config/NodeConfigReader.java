package ha.daemon.config;

import ha.api.ApiSocket;
import ha.model.Durations;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@link NodeConfig}; relative paths are relative to the file. */
public final class NodeConfigReader {
  private static final List<String> KNOWN =
      List.of(
          "node",
          "state-directory",
          "run-directory",
          "key-file",
          "previous-key-file",
          "cluster-file",
          "socket",
          "agent-directory",
          "watchdog",
          "watchdog-timeout");
  private static final String WATCHDOG_TIMEOUT = "10s";
  private static final Duration SHORTEST_COUNTDOWN = Duration.ofSeconds(2);
  private static final Duration LONGEST_COUNTDOWN = Duration.ofMinutes(5);

  private final Path file;
  private final Map<String, String> values = new TreeMap<>();
  private final List<String> errors = new ArrayList<>();

  private NodeConfigReader(Path file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidNodeConfig with every mistake, one a line, each with its place
   */
  public static NodeConfig read(Path file) throws InvalidNodeConfig {
    NodeConfigReader reader = new NodeConfigReader(file);
    try {
      reader.parse(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidNodeConfig(
          "cannot read "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "); give its path with --config");
    } catch (MarkedYamlEngineException e) {
      throw new InvalidNodeConfig(
          file
              + e.getProblemMark().map(NodeConfigReader::place).orElse("")
              + ": "
              + e.getProblem());
    }
    NodeConfig config = reader.build();
    if (!reader.errors.isEmpty()) {
      throw new InvalidNodeConfig(String.join("\n", reader.errors));
    }
    return config;
  }

  private static String place(Mark mark) {
    return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private void parse(String text) {
    Optional<Node> root =
        new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
    if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
      errors.add(file + ": must hold keys and values, such as 'node: alice'");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String where =
          file + tuple.getKeyNode().getStartMark().map(NodeConfigReader::place).orElse("");
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!KNOWN.contains(key)) {
        errors.add(where + ": unknown key '" + key + "'; known are: " + String.join(", ", KNOWN));
      } else if (tuple.getValueNode() instanceof ScalarNode value && !value.getValue().isBlank()) {
        values.put(key, value.getValue());
      } else {
        errors.add(where + ": '" + key + "' must have a plain value");
      }
    }
  }

  private NodeConfig build() {
    Path state = path("state-directory", "/var/lib/had");
    Path run = path("run-directory", "/run/had");
    return new NodeConfig(
        node(),
        state,
        run,
        path("key-file", "/etc/had/key"),
        optionalPath("previous-key-file"),
        path("cluster-file", "/etc/had/cluster.yaml"),
        values.containsKey("run-directory") && !values.containsKey("socket")
            ? run.resolve("api.sock")
            : path("socket", ApiSocket.DEFAULT.toString()),
        optionalPath("agent-directory"),
        watchdog());
  }

  private Optional<NodeConfig.Watchdog> watchdog() {
    Optional<Path> path = optionalPath("watchdog");
    String written = values.getOrDefault("watchdog-timeout", WATCHDOG_TIMEOUT);
    Optional<Duration> timeout =
        Durations.read(written)
            .filter(t -> t.compareTo(SHORTEST_COUNTDOWN) >= 0)
            .filter(t -> t.compareTo(LONGEST_COUNTDOWN) <= 0)
            .filter(t -> t.toNanosPart() == 0);
    if (timeout.isEmpty()) {
      errors.add(
          file
              + ": 'watchdog-timeout' is '"
              + written
              + "'; expected whole seconds from 2s to 300s");
    }
    if (path.isEmpty() && values.containsKey("watchdog-timeout")) {
      errors.add(file + ": 'watchdog-timeout' without 'watchdog'; name the device: /dev/watchdog");
    }
    return path.flatMap(p -> timeout.map(t -> new NodeConfig.Watchdog(p, t)));
  }

  private NodeName node() {
    String name = values.get("node");
    if (name == null) {
      errors.add(file + ": 'node' is missing; it names this machine as the definitions do");
      return new NodeName("unnamed");
    }
    try {
      return new NodeName(name);
    } catch (IllegalArgumentException e) {
      errors.add(file + ": " + e.getMessage());
      return new NodeName("unnamed");
    }
  }

  private Path path(String key, String otherwise) {
    return resolve(values.getOrDefault(key, otherwise));
  }

  private Optional<Path> optionalPath(String key) {
    return Optional.ofNullable(values.get(key)).map(this::resolve);
  }

  private Path resolve(String text) {
    return file.toAbsolutePath().resolveSibling(text).normalize();
  }

  /** The file cannot be used; the message is for people. */
  public static final class InvalidNodeConfig extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidNodeConfig(String message) {
      super(message);
    }
  }
}
