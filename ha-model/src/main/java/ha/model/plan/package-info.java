/** What the policy engine decided: placement, actions, their order, and the reason of each. */
@NullMarked
package ha.model.plan;

import org.jspecify.annotations.NullMarked;
