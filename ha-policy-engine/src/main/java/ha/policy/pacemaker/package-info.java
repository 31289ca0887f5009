/**
 * Moving over from Pacemaker: what its configuration says, as definitions that a file of ours can
 * hold, and a note of everything that changed on the way or has no meaning here.
 */
@NullMarked
package ha.policy.pacemaker;

import org.jspecify.annotations.NullMarked;
