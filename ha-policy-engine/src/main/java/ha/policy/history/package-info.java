/**
 * What the nodes' operation histories mean: what runs where, what failed, what is still under way.
 *
 * <p>A result that is not known never counts as stopped.
 */
@NullMarked
package ha.policy.history;

import org.jspecify.annotations.NullMarked;
