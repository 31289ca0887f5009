/**
 * The policy engine: {@code decide(definitions, snapshot, instant)} gives a plan.
 *
 * <p>Pure and deterministic. {@link ha.policy.Scheduler} is the page to read first: it lists the
 * phases in order. The phases work on one {@link ha.policy.situation.Situation}, which belongs to
 * one call. Scores, placement and orders mean what Pacemaker's documentation says they mean.
 */
@NullMarked
package ha.policy;

import org.jspecify.annotations.NullMarked;
