/** Scenarios and simulation of agreements in virtual time. */
@NullMarked
package ha.membership.agreement;

import org.jspecify.annotations.NullMarked;
