/** Moving over from Pacemaker. */
@NullMarked
package ha.policy.importing;

import org.jspecify.annotations.NullMarked;
