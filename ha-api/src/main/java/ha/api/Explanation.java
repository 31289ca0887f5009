package ha.api;

import ha.model.ResourceId;
import ha.model.plan.Decision;
import java.time.Instant;
import java.util.List;

/**
 * Why a resource is where it is: the reasons recorded when it was decided.
 *
 * @param at moment of the decision (UTC)
 * @param revision of the definitions it was made with
 * @param decisions one for each instance; of a group or clone, those of its members
 */
public record Explanation(
    ResourceId resource, Instant at, long revision, List<Decision> decisions) {
  public Explanation {
    decisions = List.copyOf(decisions);
  }
}
