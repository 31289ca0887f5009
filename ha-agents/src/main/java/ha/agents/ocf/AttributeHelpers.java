package ha.agents.ocf;

import ha.agents.AgentCall;
import ha.agents.AgentSettings;
import ha.agents.PrivateFiles;
import ha.model.Score;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs by which scripts set attributes and promotion scores, as they do under Pacemaker. They
 * note what they were told in a file for each call, which is read when the script has ended.
 */
final class AttributeHelpers {
  private static final Logger LOG = LoggerFactory.getLogger(AttributeHelpers.class);
  private static final List<String> NAMES =
      List.of("crm_attribute", "crm_master", "attrd_updater", "crm_node");

  private final Path programs;
  private final Path journals;
  private final Path store;
  private boolean installed;

  AttributeHelpers(AgentSettings settings) {
    Path directory = settings.runDirectory().resolve("ocf");
    // Not in the run directory: nothing may be run from /run where it is mounted as Debian does.
    programs = settings.logDirectory().resolveSibling("ocf-helpers").toAbsolutePath();
    journals = directory.resolve("journals");
    store = directory.resolve("attributes");
  }

  /** Where the programs are. */
  Path programs() {
    return programs;
  }

  /** Writes the programs; those of an earlier version of ours are replaced. */
  synchronized void install() throws IOException {
    if (installed) {
      return;
    }
    String text;
    try (InputStream in =
        Objects.requireNonNull(
            AttributeHelpers.class.getResourceAsStream("attribute-helper.sh"), "in the jar")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Path directory : List.of(programs, journals, store)) {
      PrivateFiles.makeDirectory(directory);
    }
    for (String name : NAMES) {
      Path program = programs.resolve(name);
      PrivateFiles.replace(program, text);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    installed = true;
  }

  /** A file for what one call's script says, and the variables that lead there. */
  Path open(SortedMap<String, String> variables) throws IOException {
    install();
    Path journal = journals.resolve(UUID.randomUUID().toString());
    variables.put("HA_ATTRIBUTE_JOURNAL", journal.toString());
    variables.put("HA_ATTRIBUTE_STORE", store.toString());
    return journal;
  }

  /** Hands on what the script has said. */
  void close(Path journal, AgentCall call) {
    try {
      if (Files.exists(journal)) {
        Files.readAllLines(journal).forEach(line -> take(line, call));
        Files.delete(journal);
      }
    } catch (IOException e) {
      LOG.error("What {} said of attributes cannot be read: {}", call, e.toString());
    }
  }

  /** {@code KIND set NAME VALUE} or {@code KIND delete NAME}. */
  private static void take(String line, AgentCall call) {
    String[] words = line.split(" ", 4);
    boolean sets = words.length == 4 && words[1].equals("set");
    if (!sets && !(words.length == 3 && words[1].equals("delete"))) {
      LOG.warn("{} noted what is not understood: {}", call, line);
      return;
    }
    Optional<String> value = sets ? Optional.of(words[3]) : Optional.empty();
    if (words[0].equals("attribute")) {
      call.attributes().set(words[2], value);
      return;
    }
    try {
      call.attributes().promotionScore(call.resource(), value.map(Score::parse));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} gave a promotion score that is none: {}", call, e.getMessage());
    }
  }
}
