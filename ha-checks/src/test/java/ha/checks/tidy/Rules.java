package ha.checks.tidy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** All rules by name; the name is also that of the directory with its samples. */
final class Rules {
  private Rules() {}

  static final Map<String, Rule> ALL =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "formatted", new FormattedRule(),
                  "java-lengths", new JavaLengthsRule(),
                  "package-info", new PackageInfoRule(),
                  "unfinished", WordRules.UNFINISHED,
                  "glossary", WordRules.GLOSSARY,
                  "machine-paths", WordRules.MACHINE_PATHS,
                  "links", new LinksRule(),
                  "file-size", new FileSizeRule(),
                  "last-newline", new LastNewlineRule(),
                  "yaml", new YamlRule())));

  static Rule named(String name) {
    Rule rule = ALL.get(name);
    if (rule == null) {
      throw new IllegalArgumentException("no rule '" + name + "'; there are " + ALL.keySet());
    }
    return rule;
  }
}
