/** Reading files of Pacemaker that mean harm. */
@NullMarked
package ha.policy.cib;

import org.jspecify.annotations.NullMarked;
