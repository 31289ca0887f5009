package ha.policy.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** Pacemaker's scheduler: {@code crm_simulate}, each time a process of its own with a deadline. */
final class Peer {
  private static final long DEADLINE_SECONDS = 20;
  private static final Path PROGRAM = Path.of("/usr/sbin/crm_simulate");
  private final Path folder;

  /** Keeps its files in a folder that nobody else uses. */
  Peer(Path folder) {
    this.folder = folder;
  }

  static boolean present() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Its plan; empty if it refuses the situation.
   *
   * @throws IOException if it could not be run
   */
  Optional<JsonNode> decide(Document cib, Instant now) throws IOException {
    Path file = folder.resolve("cib.xml");
    Path graph = folder.resolve("graph.xml");
    Path output = folder.resolve("output.xml");
    Files.writeString(file, Xml.text(cib));
    Files.deleteIfExists(graph);
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM.toString(), "-S", "-x", file.toString(), "-G", graph.toString()));
    command.add("--output-as=xml");
    if (!cib.getDocumentElement().hasAttribute("execution-date")) {
      command.addAll(List.of("-t", now.toString()));
    }
    if (!run(command, output) || !Files.exists(graph)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PeerPlan.read(cib, Xml.read(output), Xml.read(graph)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean run(List<String> command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TZ", "UTC");
    builder.environment().remove("PCMK_logfile");
    Process process = builder.start();
    try {
      return process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
