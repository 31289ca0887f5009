/** Resources that belong together or apart, and what this does to scores. */
@NullMarked
package ha.policy.colocation;

import org.jspecify.annotations.NullMarked;
