/** Actions, the orders between them, and how they decide each other's fate. */
@NullMarked
package ha.policy.graph;

import org.jspecify.annotations.NullMarked;
