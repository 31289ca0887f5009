package ha.demo;

import ha.model.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Directory of one demo: keys, secrets, and a directory for each node. Mode 0700. */
final class Workspace {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;

  private Workspace(Path root) {
    this.root = root;
  }

  /** A fresh one below the directory for temporary files. */
  static Workspace create(List<NodeName> nodes, Path had) throws IOException, InterruptedException {
    Workspace workspace = new Workspace(Files.createTempDirectory("ha-demo-"));
    Files.createDirectories(workspace.shared());
    Files.createDirectories(workspace.root.resolve("secrets"));
    Process key =
        new ProcessBuilder(had.toString(), "--create-key", workspace.root.resolve("key").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(key.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (key.waitFor() != 0) {
      throw new IOException("the demo's key cannot be made: " + said);
    }
    for (NodeName node : nodes) {
      Files.createDirectories(workspace.node(node));
      workspace.secret(node);
      Files.writeString(
          workspace.config(node),
          """
          node: %s
          state-directory: state
          run-directory: run
          key-file: ../key
          cluster-file: ../cluster.yaml
          """
              .formatted(node));
    }
    return workspace;
  }

  private void secret(NodeName node) throws IOException {
    Path file = Files.createFile(password(node), OWNER_ONLY);
    Files.writeString(file, "demo-" + node);
  }

  Path root() {
    return root;
  }

  /** What stands for the storage that all nodes share. */
  Path shared() {
    return root.resolve("shared");
  }

  Path clusterFile() {
    return root.resolve("cluster.yaml");
  }

  Path node(NodeName node) {
    return root.resolve(node.value());
  }

  Path config(NodeName node) {
    return node(node).resolve("had.yaml");
  }

  Path run(NodeName node) {
    return node(node).resolve("run");
  }

  Path log(NodeName node) {
    return node(node).resolve("had.log");
  }

  Path socket(NodeName node) {
    return run(node).resolve("api.sock");
  }

  Path password(NodeName node) {
    return root.resolve("secrets").resolve(node + "-bmc");
  }

  /** Lines of a file of the shared directory; none if it is not there. */
  List<String> sharedLines(String name) {
    Path file = shared().resolve(name);
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory and what is in it. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
