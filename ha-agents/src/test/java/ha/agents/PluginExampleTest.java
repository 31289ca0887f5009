package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.AgentRef;
import ha.model.yaml.AgentSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a plugin: compiled, packed, dropped into a directory, and put to the contract. */
class PluginExampleTest extends AgentContract {
  private static final Path PROJECT = Path.of("..", "config-examples", "plugin-example");

  @TempDir static Path plugins;

  @BeforeAll
  static void build() throws IOException {
    Path classes = Files.createDirectories(plugins.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-processing,-classfile",
                "-Werror",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
      sources.filter(f -> f.toString().endsWith(".java")).forEach(f -> arguments.add(f.toString()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code = compiler.run(null, said, said, arguments.toArray(String[]::new));
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    try (OutputStream out = Files.newOutputStream(plugins.resolve("flag-agent-1.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      pack(jar, classes);
      pack(jar, PROJECT.resolve("src/main/resources"));
    }
  }

  private static void pack(JarOutputStream jar, Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      jar.putNextEntry(new ZipEntry(root.relativize(file).toString()));
      jar.write(Files.readAllBytes(file));
    }
  }

  @Override
  protected Agents agents() {
    return Agents.discover(Calls.agents(directory).settings(), plugins);
  }

  private Map<String, String> parameters() {
    return Map.of("file", directory.resolve("flag").toString());
  }

  @Override
  protected Calls prepare() {
    return new Calls("flag", "beacon").with(parameters());
  }

  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  @Test
  void itsParametersAreKnownToCheck() {
    AgentsCatalog catalog = AgentsCatalog.withoutScripts(agents());
    assertThat(catalog.resourceAgents()).contains("flag", "ip", "filesystem");
    AgentSchema schema = catalog.schema(AgentRef.parse("flag")).orElseThrow();
    assertThat(schema.parameters())
        .extracting(AgentSchema.Parameter::name)
        .containsExactly("file", "text");
    assertThat(schema.parameters().getFirst().expected().apply("relative")).isPresent();
  }
}
