package ha.model.plan;

import java.util.List;

/**
 * What is to happen, and why. Computed from the same definitions, snapshot and instant it is the
 * same on every node, byte for byte.
 *
 * @param placement where every instance is when all actions have succeeded
 * @param decisions what changes for each instance, including "stays", with its reason
 * @param actions numbered from 0 by their place in the list
 * @param orders which action must have finished before which may begin
 * @param problems what cannot be done, and the way out
 */
public record Plan(
    List<Placement> placement,
    List<Decision> decisions,
    List<PlannedAction> actions,
    List<Ordering> orders,
    List<Problem> problems) {
  public static final Plan EMPTY = new Plan(List.of(), List.of(), List.of(), List.of(), List.of());

  public Plan {
    placement = List.copyOf(placement);
    decisions = List.copyOf(decisions);
    actions = List.copyOf(actions);
    orders = List.copyOf(orders);
    problems = List.copyOf(problems);
  }

  /**
   * {@code before} must have succeeded before {@code after} begins; both index {@link #actions}.
   */
  public record Ordering(int before, int after) {}
}
