package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.Agents;
import ha.agents.Needs;
import ha.model.definition.AgentRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the description of every OCF agent that Debian's packages have put onto this machine. */
class DebianMetadataTest {
  @TempDir Path directory;

  @Test
  void everyAgentIsUnderstood() {
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/Dummy", "resource-agents");
    Agents agents = new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
    List<AgentRef> names =
        agents.names().stream().filter(r -> r.standard().equals(OcfScripts.STANDARD)).toList();
    List<String> not = new ArrayList<>();
    int parameters = 0;
    for (AgentRef name : names) {
      switch (agents.find(name).orElseThrow().describe()) {
        case AgentDescription.Unavailable no -> not.add(no.reason());
        case AgentMetadata metadata -> {
          parameters += metadata.parameters().size();
          assertThat(metadata.actions()).as(name.toString()).isNotEmpty();
        }
      }
    }
    System.out.println(
        "OCF agents: "
            + names.size()
            + ", descriptions read: "
            + (names.size() - not.size())
            + ", parameters: "
            + parameters
            + "; not read: "
            + not);
    assertThat(names.size()).isGreaterThan(100);
    assertThat(not).isEmpty();
  }
}
