package ha.checks.tidy;

import ha.checks.Project;
import ha.checks.ProjectFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A word that does not belong into the project's text.
 *
 * @param word what is sought in each line
 * @param advice what to do instead; stands after the word found
 * @param exceptions paths that may hold the word, with the reason beside each
 */
record WordRules(Pattern word, String advice, List<Pattern> exceptions) implements Rule {
  /** Promises in place of work. */
  static final WordRules UNFINISHED =
      new WordRules(
          Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b"),
          "do it, or name it in the documentation as missing",
          List.of());

  /** Words that the glossary replaced. */
  static final WordRules GLOSSARY =
      new WordRules(
          Pattern.compile("mast" + "er|sla" + "ve|ston" + "ith", Pattern.CASE_INSENSITIVE),
          "say promoted/unpromoted, leader or fence (docs/GLOSSARY.md)",
          List.of(
              // Name the words once, to say what they are called here.
              Pattern.compile("docs/GLOSSARY\\.md"),
              Pattern.compile("docs/CONTRIBUTING\\.md"),
              // Read what Pacemaker wrote, and what its users write out of habit.
              Pattern.compile(".*/(cib|pacemaker|corpus)/.*|docs/PACEMAKER\\.md"),
              Pattern.compile(".*/(Cib|Pacemaker)\\w*\\.java"),
              Pattern.compile("lab/make-cib"),
              // Writes CIBs and reads Pacemaker's answers.
              Pattern.compile("ha-policy-engine/.*/fuzz/.*|.*/understood-differences\\.txt"),
              Pattern.compile(".*/other-words\\.properties"),
              Pattern.compile("ha-model/src/test/resources/broken/.*"),
              // Names of the variables that OCF agents get with notifications, and of their scores.
              Pattern.compile("ha-policy-engine/.*/(OperationOptions|Notifications)\\.java"),
              Pattern.compile("ha-policy-engine/src/test/scenarios/.*"),
              Pattern.compile("ha-policy-engine/.*/(Promotion|ResourceReader)\\.java"),
              // Names that Pacemaker gives to parts of bundles, and to options of fence devices.
              Pattern.compile("ha-policy-engine/.*/(bundle/BundleParts|digest/Comparison)\\.java"),
              Pattern.compile(".*\\.xml"),
              // Has a parameter of an OCF agent that is called so.
              Pattern.compile("config-examples/postgresql-pair\\.yaml"),
              // Speak to programs that use them: OCF agents, fence agents, drbdsetup,
              // crm_attribute.
              Pattern.compile(".*/(ocf|drbd|bridge)/.*"),
              // Configure DRBD and bridges of Linux.
              Pattern.compile("lab/vm/guest/.*"),
              Pattern.compile(".*/(Ocf|Drbd)\\w*\\.java")));

  /** Places of the machine that something was written on. */
  static final WordRules MACHINE_PATHS =
      new WordRules(
          Pattern.compile("(?<![\\w./}-])/(wo" + "rk|ro" + "ot)/"),
          "exists on one machine only; use a relative path or a parameter",
          List.of());

  WordRules {
    exceptions = List.copyOf(exceptions);
  }

  @Override
  public Stream<Finding> check(Project project) {
    return project.files().stream()
        .filter(file -> !file.path().equals("LICENSE"))
        .filter(file -> exceptions.stream().noneMatch(e -> e.matcher(file.path()).matches()))
        .filter(file -> !file.isBinary())
        .flatMap(this::inLines);
  }

  private Stream<Finding> inLines(ProjectFile file) {
    List<String> lines = file.lines();
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(i -> {
          Matcher match = word.matcher(lines.get(i));
          return match.find()
              ? Stream.of(Finding.at(file, i + 1, "'" + match.group() + "': " + advice))
              : Stream.empty();
        });
  }
}
