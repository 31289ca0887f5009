/** Tests of the policy engine as a whole. */
@NullMarked
package ha.policy;

import org.jspecify.annotations.NullMarked;
