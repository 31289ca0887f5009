package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.AgentRef;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentsTest {
  @TempDir Path directory;

  /** What a plugin's jar names as its provider. */
  public static final class PluginProvider implements AgentProvider {
    @Override
    public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
      return ref.type().equals("extra")
          ? Calls.agents(settings.runDirectory()).find(AgentRef.builtIn("dummy"))
          : Optional.empty();
    }

    @Override
    public List<AgentRef> agents(AgentSettings settings) {
      return List.of(AgentRef.builtIn("extra"));
    }
  }

  @Test
  void builtInAgentsAreThere() {
    Agents agents = Calls.agents(directory);
    assertThat(agents.names())
        .extracting(AgentRef::toString)
        .contains("process", "dummy", "stateful");
    assertThat(agents.find(AgentRef.parse("nonesuch"))).isEmpty();
    assertThat(agents.find(AgentRef.parse("dummy")))
        .isEqualTo(agents.find(AgentRef.parse("dummy")));
  }

  @Test
  void pluginsAreFoundInJarsOfTheirDirectory() throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(plugins.resolve("extra.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + AgentProvider.class.getName()));
      jar.write(PluginProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    AgentSettings settings = Calls.agents(directory).settings();
    assertThat(Agents.discover(settings, plugins).find(AgentRef.parse("extra"))).isPresent();
    assertThat(Agents.discover(settings).find(AgentRef.parse("extra"))).isEmpty();
  }
}
