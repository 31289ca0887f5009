/** Which nodes a resource likes, from definitions, failures, health and where it is. */
@NullMarked
package ha.policy.location;

import org.jspecify.annotations.NullMarked;
