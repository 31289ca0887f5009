/** Situations by seed, decided by us and by Pacemaker's scheduler: where do the two differ? */
@NullMarked
package ha.policy.fuzz;

import org.jspecify.annotations.NullMarked;
