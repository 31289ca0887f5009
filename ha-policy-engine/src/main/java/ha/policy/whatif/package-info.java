/** Situations that did not happen: a snapshot with what somebody imagines put into it. */
@NullMarked
package ha.policy.whatif;

import org.jspecify.annotations.NullMarked;
