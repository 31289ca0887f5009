/** Which actions wait for which, as defined. */
@NullMarked
package ha.policy.ordering;

import org.jspecify.annotations.NullMarked;
