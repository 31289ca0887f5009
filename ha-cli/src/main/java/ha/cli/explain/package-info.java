/** {@code hactl explain}: why a resource or node is as it is, and what would change that. */
@NullMarked
package ha.cli.explain;

import org.jspecify.annotations.NullMarked;
