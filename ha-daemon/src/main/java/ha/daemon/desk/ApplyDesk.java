package ha.daemon.desk;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import ha.api.ApiError;
import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.ConfigFinding;
import ha.api.PlanSummary;
import ha.daemon.controller.Decider;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Revision;
import ha.model.yaml.Finding;
import ha.model.yaml.ReadResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** New definitions: checked, compared with those in force, planned, and turned into an entry. */
public final class ApplyDesk {
  private final BiFunction<String, String, ReadResult> reader;

  /**
   * @param reader reads a file's text under a label
   */
  public ApplyDesk(BiFunction<String, String, ReadResult> reader) {
    this.reader = reader;
  }

  sealed interface Outcome {
    record Refused(ApiError error) implements Outcome {}

    /** Nothing is to be recorded. */
    record Shown(ApplyAnswer answer) implements Outcome {}

    record Commit(LedgerEntry entry, Accepted accepted) implements Outcome {}
  }

  /** An answer that waits for its entry to be recorded. */
  record Accepted(ApplyAnswer shown, String yaml) {
    /** Entries of others may have come between: the number is what the record says. */
    ApplyAnswer answer(String cursor, ClusterRecord record) {
      long revision =
          record.revisions().reversed().stream()
              .filter(r -> r.yaml().equals(yaml))
              .findFirst()
              .map(Revision::number)
              .orElse(shown.base() + 1);
      return new ApplyAnswer(
          shown.base(),
          shown.findings(),
          shown.diff(),
          shown.plan(),
          Optional.of(revision),
          Optional.of(cursor));
    }
  }

  Outcome take(ApplyRequest request, String author, Situation s, Decider decider) {
    long base = s.record().revision().map(Revision::number).orElse(0L);
    if (request.base().isPresent() && request.base().get() != base) {
      return new Outcome.Refused(
          ApiError.of(
              ApiError.Kind.CONFLICT,
              "revision "
                  + base
                  + " is in force, not "
                  + request.base().get()
                  + ": somebody changed the definitions meanwhile",
              "hactl config diff " + request.file() + ", then apply again"));
    }
    ReadResult read = reader.apply(request.file(), request.yaml());
    List<ConfigFinding> findings = read.findings().stream().map(ApplyDesk::shown).toList();
    String before = s.record().revision().map(Revision::yaml).orElse("");
    String diff = diff(before, request.yaml(), "revision " + base, request.file());
    PlanSummary plan =
        read.definitions().map(d -> planned(d, s, decider)).orElse(PlanSummary.EMPTY);
    ApplyAnswer answer =
        new ApplyAnswer(base, findings, diff, plan, Optional.empty(), Optional.empty());
    if (request.dryRun() || !answer.valid() || diff.isEmpty()) {
      return new Outcome.Shown(answer);
    }
    return new Outcome.Commit(
        new LedgerEntry.DefinitionsApplied(s.at(), request.yaml(), author, request.reason()),
        new Accepted(answer, request.yaml()));
  }

  private static PlanSummary planned(Definitions definitions, Situation s, Decider decider) {
    return PlanSummaries.of(Preview.after(s, definitions, List.of(), decider));
  }

  private static ConfigFinding shown(Finding finding) {
    return new ConfigFinding(
        switch (finding.severity()) {
          case ERROR -> ConfigFinding.Severity.ERROR;
          case WARNING -> ConfigFinding.Severity.WARNING;
        },
        finding.position(),
        finding.message(),
        finding.expected(),
        finding.fix());
  }

  private static String diff(String before, String after, String beforeName, String afterName) {
    List<String> old = before.lines().toList();
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            beforeName, afterName, old, DiffUtils.diff(old, after.lines().toList()), 3);
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
