package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML that people are shown can be read: whole files outside the tests, and blocks in markdown.
 * (Whether it also means something is for the module that reads definitions to test.)
 */
final class YamlRule implements Rule {
  private static final String OPEN = "```yaml";
  private static final String CLOSE = "```";

  @Override
  public Stream<Finding> check(Project project) {
    return project.files().stream().flatMap(YamlRule::check);
  }

  private static Stream<Finding> check(ProjectFile file) {
    String path = file.path();
    if (path.endsWith(".md")) {
      return blocks(file).stream().flatMap(block -> block.check(file).stream());
    }
    boolean yaml = path.endsWith(".yaml") || path.endsWith(".yml");
    if (!yaml || path.contains("src/test/")) {
      return Stream.empty();
    }
    return new Block(0, file.text()).check(file).stream();
  }

  private static List<Block> blocks(ProjectFile markdown) {
    List<Block> found = new ArrayList<>();
    List<String> lines = markdown.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(OPEN)) {
        int first = i + 1;
        int end = first;
        while (end < lines.size() && !lines.get(end).equals(CLOSE)) {
          end++;
        }
        found.add(new Block(first, String.join("\n", lines.subList(first, end))));
        i = end;
      }
    }
    return found;
  }

  /**
   * YAML text in a file.
   *
   * @param before number of the file's lines before it
   */
  private record Block(int before, String text) {
    Optional<Finding> check(ProjectFile file) {
      Load load = new Load(LoadSettings.builder().setLabel(file.path()).build());
      try {
        load.loadAllFromString(text).forEach(_ -> {});
        return Optional.empty();
      } catch (MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
        return Optional.of(Finding.at(file, before + line, "YAML: " + e.getProblem()));
      } catch (YamlEngineException e) {
        return Optional.of(Finding.in(file, "YAML: " + e.getMessage()));
      }
    }
  }
}
