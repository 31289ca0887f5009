/** How far plans agree with those of Pacemaker's scheduler. */
@NullMarked
package ha.policy.conformance;

import org.jspecify.annotations.NullMarked;
