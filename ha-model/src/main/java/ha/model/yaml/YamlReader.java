package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.Optional;

/**
 * Reads the operator's file of definitions. All mistakes are found at once, each at its place, with
 * what was expected and how to put it right. Thread-safe.
 */
public final class YamlReader {
  /** Longest file, in characters or bytes. */
  public static final int LONGEST = 4 * 1024 * 1024;

  private final CronValidator cron;
  private final Optional<AgentCatalog> catalog;
  private final boolean lenient;

  /** A reader that checks only the shape of cron expressions, and no agents' names. */
  public YamlReader() {
    this(CronValidator.SHAPE_ONLY);
  }

  /** A reader that has cron expressions checked. */
  public YamlReader(CronValidator cron) {
    this(cron, Optional.empty(), false);
  }

  private YamlReader(CronValidator cron, Optional<AgentCatalog> catalog, boolean lenient) {
    this.cron = cron;
    this.catalog = catalog;
    this.lenient = lenient;
  }

  /** The same reader, which refuses built-in agents that are not in the catalog. */
  public YamlReader knowing(AgentCatalog agents) {
    return new YamlReader(cron, Optional.of(agents), lenient);
  }

  /**
   * The same reader, for definitions that are only to be thought about: what is wrong with them as
   * a whole, such as a node that nothing can fence, is a warning.
   */
  public YamlReader lenient() {
    return new YamlReader(cron, catalog, true);
  }

  /**
   * Reads a file's text.
   *
   * @param fileLabel what findings and positions call the file
   */
  public ReadResult read(String fileLabel, String text) {
    Findings findings = new Findings();
    if (text.length() > LONGEST) {
      tooLong(fileLabel, text.length(), findings);
      return new ReadResult(Optional.empty(), findings.sorted());
    }
    return read(fileLabel, text, findings);
  }

  /** Reads a file's bytes, which must be UTF-8. */
  public ReadResult read(String fileLabel, byte[] bytes) {
    Findings findings = new Findings();
    if (bytes.length > LONGEST) {
      tooLong(fileLabel, bytes.length, findings);
      return new ReadResult(Optional.empty(), findings.sorted());
    }
    Optional<String> text = Places.decode(fileLabel, bytes, findings);
    return text.isPresent()
        ? read(fileLabel, text.get(), findings)
        : new ReadResult(Optional.empty(), findings.sorted());
  }

  private static void tooLong(String file, int length, Findings findings) {
    findings.error(
        new SourcePosition(file, 1, 1),
        "the file has " + length + " characters",
        "at most " + LONGEST,
        "check that it is the right file");
  }

  private ReadResult read(String file, String text, Findings findings) {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Optional<Yaml> root = YamlParser.parse(file, withoutMark, findings);
    if (root.isEmpty()) {
      return new ReadResult(Optional.empty(), findings.sorted());
    }
    Reading reading = new Reading(findings, cron, catalog, Names.of(root.get(), findings));
    Optional<DefinitionsReader.Result> result = new DefinitionsReader(reading).read(root.get());
    if (lenient) {
      findings.mildFromHere();
    }
    result.ifPresent(read -> Checks.run(read, reading));
    return new ReadResult(
        findings.hasErrors() ? Optional.empty() : result.map(DefinitionsReader.Result::definitions),
        findings.sorted());
  }
}
