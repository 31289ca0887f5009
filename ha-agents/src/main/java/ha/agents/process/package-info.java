/**
 * The agent {@code process}: keeps one program running, without anything between it and the
 * cluster.
 *
 * <p>The program outlives the daemon; a restarted daemon recognises it by number, start time and
 * boot, and goes on watching it.
 */
@NullMarked
package ha.agents.process;

import org.jspecify.annotations.NullMarked;
