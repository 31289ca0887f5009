/** Clusters of real daemons on this machine, and what must hold when they are hurt. */
@NullMarked
package ha.e2e;

import org.jspecify.annotations.NullMarked;
