/** Moving over from Pacemaker. */
@NullMarked
package ha.policy.pacemaker;

import org.jspecify.annotations.NullMarked;
