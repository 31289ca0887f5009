/**
 * Runs programs: argument vector, no shell, given environment only, in a session of their own that
 * is killed as a whole at the deadline. Also the view of this machine's processes that this takes.
 *
 * <p>Nothing here survives the daemon as a helper: a program that outlives it depends on nobody.
 */
@NullMarked
package ha.agents.command;

import org.jspecify.annotations.NullMarked;
