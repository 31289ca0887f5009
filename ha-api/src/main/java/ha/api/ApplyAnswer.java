package ha.api;

import java.util.List;
import java.util.Optional;

/**
 * What new definitions say and would cause. With errors among the findings nothing is applied,
 * whatever was asked.
 *
 * @param base revision in force before; 0: none
 * @param diff unified, from {@code base} to the new text; empty: no difference
 * @param plan what the cluster does about it
 * @param revision the new one; absent with a dry run, errors or no difference
 * @param cursor where to watch from, if something was committed
 */
public record ApplyAnswer(
    long base,
    List<ConfigFinding> findings,
    String diff,
    PlanSummary plan,
    Optional<Long> revision,
    Optional<String> cursor) {
  public ApplyAnswer {
    findings = List.copyOf(findings);
  }

  /** Whether the definitions can be applied. */
  public boolean valid() {
    return findings.stream().noneMatch(f -> f.severity() == ConfigFinding.Severity.ERROR);
  }
}
