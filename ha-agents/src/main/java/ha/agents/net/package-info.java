/** Packets that agents send and receive themselves. */
@NullMarked
package ha.agents.net;

import org.jspecify.annotations.NullMarked;
