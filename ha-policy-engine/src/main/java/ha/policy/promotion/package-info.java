/** Chooses which instances of a promotable clone are promoted. */
@NullMarked
package ha.policy.promotion;

import org.jspecify.annotations.NullMarked;
