package ha.agents.ocf;

import ha.agents.AgentCall;
import ha.agents.ClusterPicture;
import ha.agents.ClusterView;
import ha.agents.PrivateFiles;
import ha.agents.command.Pause;
import ha.model.NodeName;
import ha.model.Score;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between one running script and the cluster, by files beside its journal: what the script says is
 * handed on while it runs; when it asks ({@code .ask} appears), it is told how the cluster is.
 */
final class ScriptLink {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptLink.class);
  private static final Duration LOOK = Duration.ofMillis(40);

  private final Path journal;
  private final AgentCall call;
  private final ClusterView cluster;
  private final Thread attendant;
  private Optional<ClusterPicture> told = Optional.empty();
  private int taken;

  ScriptLink(Path journal, AgentCall call, ClusterView cluster) {
    this.journal = journal;
    this.call = call;
    this.cluster = cluster;
    this.attendant = Thread.ofVirtual().name("attends " + call).unstarted(this::attend);
  }

  ScriptLink begin() {
    attendant.start();
    return this;
  }

  private void attend() {
    try {
      while (true) {
        takeNew();
        answer();
        Pause.of(LOOK);
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      // The script has ended.
      return;
    } catch (IOException e) {
      LOG.error("{} cannot be attended: {}", call, e.toString());
    }
  }

  /** Takes the rest, and removes the files. */
  void close() throws InterruptedException {
    attendant.interrupt();
    attendant.join();
    try {
      takeNew();
      for (String suffix : List.of("", ".ask", ".view", ".xml")) {
        Files.deleteIfExists(beside(suffix));
      }
    } catch (IOException e) {
      LOG.error("What {} said of attributes cannot be read: {}", call, e.toString());
    }
  }

  private Path beside(String suffix) {
    return journal.resolveSibling(journal.getFileName() + suffix);
  }

  private void answer() throws IOException {
    Path question = beside(".ask");
    if (Files.exists(question)) {
      told = cluster.picture();
      Optional<PictureText> text = told.map(PictureText::new);
      PrivateFiles.replace(beside(".view"), text.map(PictureText::lines).orElse(""));
      PrivateFiles.replace(beside(".xml"), text.map(PictureText::xml).orElse(""));
      Files.deleteIfExists(question);
    }
  }

  /** Lines that are whole: the script may be writing the next. */
  private void takeNew() throws IOException {
    if (!Files.exists(journal)) {
      return;
    }
    byte[] all = Files.readAllBytes(journal);
    int end = all.length;
    while (end > taken && all[end - 1] != '\n') {
      end--;
    }
    String fresh = new String(all, taken, end - taken, StandardCharsets.UTF_8);
    taken = end;
    fresh.lines().forEach(this::take);
  }

  /**
   * {@code KIND set NAME VALUE} or {@code KIND delete NAME}, where KIND is {@code attribute} or
   * {@code score}; {@code order set NODE LASTING NAME VALUE} or {@code order delete NODE LASTING
   * NAME}, where LASTING is 0 or 1.
   */
  private void take(String line) {
    boolean order = line.startsWith("order ");
    int names = order ? 5 : 3;
    String[] words = line.split(" ", names + 1);
    boolean sets = words.length == names + 1 && words[1].equals("set");
    if (!sets && !(words.length == names && words[1].equals("delete"))) {
      LOG.warn("{} noted what is not understood: {}", call, line);
      return;
    }
    Optional<String> value = sets ? Optional.of(words[names]) : Optional.empty();
    try {
      if (order) {
        call.attributes().order(new NodeName(words[2]), words[4], value, words[3].equals("1"));
      } else if (words[0].equals("attribute")) {
        own(words[2], value);
      } else {
        call.attributes().promotionScore(call.resource(), value.map(Score::parse));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("{} noted what cannot be: {}", call, e.getMessage());
    }
  }

  /** Of this node; by the leader where another node's script has changed it meanwhile. */
  private void own(String name, Optional<String> value) {
    call.attributes().set(name, value);
    if (told.filter(t -> !t.attribute(call.node(), name).equals(value)).isPresent()) {
      call.attributes().order(call.node(), name, value, false);
    }
  }
}
