package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Links between our markdown files lead somewhere: the file exists, and so does the heading. */
final class LinksRule implements Rule {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  @Override
  public Stream<Finding> check(Project project) {
    return project.ending(".md").flatMap(LinksRule::check);
  }

  private static Stream<Finding> check(ProjectFile file) {
    List<Finding> found = new ArrayList<>();
    boolean inBlock = false;
    int number = 0;
    for (String line : file.lines()) {
      number++;
      if (line.stripLeading().startsWith("```")) {
        inBlock = !inBlock;
      }
      if (inBlock) {
        continue;
      }
      Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
      while (link.find()) {
        String target = link.group(1);
        if (!ELSEWHERE.matcher(target).matches() && !resolves(file, target)) {
          found.add(Finding.at(file, number, "link to '" + target + "' leads nowhere"));
        }
      }
    }
    return found.stream();
  }

  private static boolean resolves(ProjectFile file, String target) {
    int hash = target.indexOf('#');
    String name = hash < 0 ? target : target.substring(0, hash);
    Path place = name.isEmpty() ? file.location() : file.location().resolveSibling(name);
    if (!Files.exists(place)) {
      return false;
    }
    return hash < 0 || anchors(place).contains(target.substring(hash + 1));
  }

  private static List<String> anchors(Path markdown) {
    Path directory = markdown.toAbsolutePath().getParent();
    if (directory == null || !markdown.toString().endsWith(".md")) {
      return List.of();
    }
    return new ProjectFile(directory, markdown.getFileName().toString())
        .lines().stream().filter(line -> line.startsWith("#")).map(LinksRule::anchor).toList();
  }

  /** A heading's anchor as the usual renderers make it: letters, digits and dashes. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
