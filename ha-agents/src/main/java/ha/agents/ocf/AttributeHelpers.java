package ha.agents.ocf;

import ha.agents.AgentCall;
import ha.agents.AgentSettings;
import ha.agents.ClusterView;
import ha.agents.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Programs by which scripts set attributes and promotion scores and ask for the cluster, as they do
 * under Pacemaker. They note what they were told in a file for each call; {@link ScriptLink} is at
 * its other end.
 */
final class AttributeHelpers {
  private static final List<String> NAMES =
      List.of(
          "crm_attribute",
          "crm_master",
          "attrd_updater",
          "crm_node",
          "crm_mon",
          "crm_resource",
          "cibadmin");

  private final Path programs;
  private final Path journals;
  private final Path store;
  private final ClusterView cluster;
  private boolean installed;

  AttributeHelpers(AgentSettings settings) {
    Path directory = settings.runDirectory().resolve("ocf");
    // Not in the run directory: nothing may be run from /run where it is mounted as Debian does.
    programs = settings.logDirectory().resolveSibling("ocf-helpers").toAbsolutePath();
    journals = directory.resolve("journals");
    store = directory.resolve("attributes");
    cluster = settings.cluster();
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

  /** Where what one call's script says goes, with the variables that lead there. */
  ScriptLink open(SortedMap<String, String> variables, AgentCall call) throws IOException {
    install();
    Path journal = journals.resolve(UUID.randomUUID().toString());
    variables.put("HA_ATTRIBUTE_JOURNAL", journal.toString());
    variables.put("HA_ATTRIBUTE_STORE", store.toString());
    return new ScriptLink(journal, call, cluster).begin();
  }
}
