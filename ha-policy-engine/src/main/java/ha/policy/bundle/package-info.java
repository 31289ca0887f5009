/** Containers of one image on several nodes, with an instance of a resource in each. */
@NullMarked
package ha.policy.bundle;

import org.jspecify.annotations.NullMarked;
