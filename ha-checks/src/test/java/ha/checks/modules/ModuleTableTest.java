package ha.checks.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import ha.checks.Project;
import ha.checks.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The product's classes keep the module table and the rules of purity. */
class ModuleTableTest {
  private static final Path ROOT = Project.thisOne().root();
  private static final Map<String, Set<String>> TABLE = ModuleTable.IMPORTS;
  private static final Modules MODULES = Modules.compiled(ROOT, TABLE.keySet(), "target/classes");
  private static final JavaClasses MAIN = imported("target/classes");

  @Test
  void importsAreAllowed() {
    assertThat(MODULES.forbiddenImports(TABLE)).isEmpty();
  }

  @Test
  void packageHasOneModule() {
    assertThat(MODULES.sharedPackages()).isEmpty();
  }

  @Test
  void somethingIsLookedAt() {
    assertThat(MODULES.all().map(c -> c.getName())).contains("ha.model.NodeName");
  }

  @Test
  void documentationSaysTheSame() {
    List<String> lines = new ProjectFile(ROOT, "docs/ARCHITECTURE.md").lines();

    assertThat(MarkdownTable.read(lines)).isEqualTo(TABLE);
  }

  @Test
  void buildHasTheSameModules() {
    Matcher module =
        Pattern.compile("<module>([^<]*)</module>")
            .matcher(new ProjectFile(ROOT, "pom.xml").text());
    Set<String> built = new LinkedHashSet<>();
    while (module.find()) {
      built.add(module.group(1));
    }
    Set<String> known = new LinkedHashSet<>(TABLE.keySet());
    known.addAll(ModuleTable.OTHERS);

    assertThat(built).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void decisionsArePure() {
    CodeRules.pure(CodeRules.PURE).check(MAIN);
  }

  @Test
  void decisionsAreOrdered() {
    CodeRules.ordered(CodeRules.PURE).check(MAIN);
  }

  @Test
  void nothingIsDeserialized() {
    CodeRules.noDeserialization().check(MAIN);
  }

  @Test
  void nothingSleeps() {
    CodeRules.noSleep(CodeRules.EDGES).check(MAIN);
    CodeRules.noSleep().check(imported("target/test-classes"));
  }

  @Test
  void packagesHaveNoCycles() {
    // The engine's rooms still share a mutable situation and know each other in circles.
    MODULES.classes().entrySet().stream()
        .filter(module -> !module.getKey().equals("ha-policy-engine"))
        .forEach(module -> CodeRules.noCycles("ha").check(module.getValue()));
  }

  private static JavaClasses imported(String output) {
    List<Path> directories = new ArrayList<>();
    for (String module : TABLE.keySet()) {
      Path directory = ROOT.resolve(module).resolve(output);
      if (Files.isDirectory(directory)) {
        directories.add(directory);
      }
    }
    return new ClassFileImporter().importPaths(directories);
  }
}
