/** Notices that a resource runs with other parameters than those that are defined now. */
@NullMarked
package ha.policy.digest;

import org.jspecify.annotations.NullMarked;
