/**
 * Turns facts into operations: the deterministic half of the daemon.
 *
 * <p>{@link ha.daemon.controller.Controller} is one state machine with two sides. {@link
 * ha.daemon.controller.LocalNode} is what every member does: run what the leader orders, remember
 * it, report it. {@link ha.daemon.controller.Leadership} is what only the leader does: gather the
 * reports into a snapshot, decide, and carry the plan out. No threads, clocks or I/O in here.
 */
@NullMarked
package ha.daemon.controller;

import org.jspecify.annotations.NullMarked;
