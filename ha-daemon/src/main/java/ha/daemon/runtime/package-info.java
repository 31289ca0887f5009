/**
 * The edges of the daemon: the loop that owns the core, and what carries its effects out.
 *
 * <p>{@link ha.daemon.runtime.Loop} is the only thread that touches the core. Everything that can
 * wait (disk, agents, fencing, links, the API) runs beside it and posts events back.
 */
@NullMarked
package ha.daemon.runtime;

import org.jspecify.annotations.NullMarked;
