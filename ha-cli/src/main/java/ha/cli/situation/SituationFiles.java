package ha.cli.situation;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApiJson;
import ha.api.ClusterSituation;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.definitions.DefinitionsFile;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.snapshot.Snapshot;
import ha.model.yaml.Finding;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import ha.policy.cib.Cib;
import ha.policy.cib.CibReader;
import ha.policy.whatif.WhatIf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads situations from files. */
public final class SituationFiles {
  private final Optional<Instant> date;
  private final Instant now;

  /**
   * A reader.
   *
   * @param date as of when to decide, if the user named it
   * @param now if neither the user nor the file did
   */
  public SituationFiles(Optional<Instant> date, Instant now) {
    this.date = date;
    this.now = now;
  }

  /** What a file's situation is called. */
  public static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.(xml|ya?ml|json)$", "");
  }

  /**
   * One of Pacemaker's: configuration and status.
   *
   * @throws CommandFailure if it cannot be read
   */
  public Facts ofCib(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Cib cib = CibReader.read(file.toString(), in);
      Instant at = date.or(cib::executionDate).orElse(now);
      return new Facts(name(file), cib.definitions(), cib.snapshot(), at, 0, List.of());
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new CommandFailure(Kind.USAGE, message, "name a file of cibadmin --query");
    }
  }

  private static CommandFailure unreadable(Path file, String why) {
    return new CommandFailure(Kind.USAGE, file + ": " + why, "name another file");
  }

  /**
   * Definitions of ours in a state; without one all nodes are up and nothing runs.
   *
   * @throws CommandFailure if a file cannot be read
   */
  public Facts ofDefinitions(String file, Optional<Path> state, Context context) {
    DefinitionsFile text = DefinitionsFile.read(file, context);
    ReadResult read = new YamlReader().lenient().read(text.label(), text.text());
    Definitions definitions =
        read.definitions()
            .orElseThrow(() -> broken(text.label(), read.findings()))
            .withoutWitnesses();
    Optional<Saved> saved = state.map(SituationFiles::saved);
    return new Facts(
        file.equals("-") ? "stdin" : name(Path.of(file)),
        definitions,
        saved.map(Saved::snapshot).orElseGet(() -> WhatIf.allUp(definitions)),
        date.or(() -> saved.flatMap(s -> s.whole().map(ClusterSituation::at))).orElse(now),
        0,
        read.findings().stream().map(Finding::toString).toList());
  }

  private static CommandFailure broken(String label, List<Finding> findings) {
    Finding first =
        findings.stream()
            .filter(f -> f.severity() == Finding.Severity.ERROR)
            .findFirst()
            .orElseThrow();
    return new CommandFailure(
        new ApiError(
            Kind.INVALID,
            first.message(),
            first.position().toString(),
            first.expected(),
            (first.fix().isEmpty() ? "" : first.fix() + "; ") + "hactl check " + label));
  }

  /**
   * A saved situation, with its own definitions.
   *
   * @throws CommandFailure if it cannot be read, or holds a state without definitions
   */
  public Facts ofSaved(Path file) {
    ClusterSituation whole =
        saved(file)
            .whole()
            .orElseThrow(() ->
                new CommandFailure(
                    new ApiError(
                        Kind.USAGE,
                        "it holds a state, but not the definitions that this belongs to",
                        file.toString(),
                        "a file that hactl simulate --save wrote",
                        "name the definitions too: -f cluster.yaml")));
    return Facts.of(name(file), whole, date);
  }

  /** A state, or more than that. */
  private record Saved(Snapshot snapshot, Optional<ClusterSituation> whole) {}

  private static Saved saved(Path file) {
    try {
      byte[] json = Files.readAllBytes(file);
      Map<?, ?> top = Json.read(json, LinkedHashMap.class);
      if (top.containsKey("definitions")) {
        ClusterSituation whole = ApiJson.read(json, ClusterSituation.class);
        return new Saved(whole.snapshot(), Optional.of(whole));
      }
      return new Saved(Json.read(json, Snapshot.class), Optional.empty());
    } catch (NoSuchFileException e) {
      throw unusable(file, "there is no such file");
    } catch (IOException e) {
      throw unusable(file, "the file cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure unusable(Path file, String why) {
    return new CommandFailure(
        new ApiError(
            Kind.USAGE,
            why,
            file.toString(),
            "what hactl simulate --save wrote, or a snapshot as JSON:"
                + " {\"quorate\": true, \"nodes\": {…}, \"tickets\": {}}",
            "name another file"));
  }
}
