/** The small file that is local to a node: who it is and where its things are. */
@NullMarked
package ha.daemon.config;

import org.jspecify.annotations.NullMarked;
