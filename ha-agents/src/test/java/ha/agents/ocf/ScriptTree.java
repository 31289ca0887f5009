package ha.agents.ocf;

import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.ClusterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A tree of OCF scripts that a test writes. */
final class ScriptTree {
  private final Path directory;
  private Optional<Path> helpers = Optional.empty();

  ScriptTree(Path directory) {
    this.directory = directory;
  }

  Path root() {
    return directory.resolve("ocf");
  }

  Path write(String type, String body) throws IOException {
    return executable(root().resolve("resource.d/test").resolve(type), "#!/bin/sh\n" + body + "\n");
  }

  /** A program that scripts find before all others. */
  void helper(String name, String body) throws IOException {
    helpers = Optional.of(directory.resolve("helpers"));
    executable(directory.resolve("helpers").resolve(name), "#!/bin/sh\n" + body + "\n");
  }

  static Path executable(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }

  Agents agents() {
    return agents(root());
  }

  /** With scripts of another tree, and this one's helpers. */
  Agents agents(Path root) {
    return agents(root, ClusterView.NONE);
  }

  /** In a cluster that can be asked. */
  Agents agents(ClusterView cluster) {
    return agents(root(), cluster);
  }

  private Agents agents(Path root, ClusterView cluster) {
    AgentSettings usual = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    return Agents.discover(usual.withOcf(root, directory.resolve("rsctmp"), helpers).with(cluster));
  }
}
