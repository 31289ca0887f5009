package ha.api;

import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a change would cause, for people.
 *
 * @param steps in an order in which they may happen; empty: nothing changes
 * @param downtime estimate for each resource that will not answer for a while, longest first
 * @param risks what may go wrong or be lost, most serious first; empty: none known
 */
public record PlanSummary(List<Step> steps, List<Downtime> downtime, List<String> risks) {
  public static final PlanSummary EMPTY = new PlanSummary(List.of(), List.of(), List.of());

  public PlanSummary {
    steps = List.copyOf(steps);
    downtime = List.copyOf(downtime);
    risks = List.copyOf(risks);
  }

  /**
   * One thing that will be done.
   *
   * @param action a verb: {@code start}, {@code stop}, {@code move}, {@code migrate}, {@code fence}
   * @param subject the resource or node it is done to
   * @param reason why, one sentence
   */
  public record Step(
      String action,
      String subject,
      Optional<NodeName> from,
      Optional<NodeName> to,
      String reason) {}

  /** How long a resource is not available, as far as its history tells. */
  public record Downtime(ResourceId resource, Duration estimate) {}
}
