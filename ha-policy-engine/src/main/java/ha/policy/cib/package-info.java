/** Reads Pacemaker's cluster information base. */
@NullMarked
package ha.policy.cib;

import org.jspecify.annotations.NullMarked;
