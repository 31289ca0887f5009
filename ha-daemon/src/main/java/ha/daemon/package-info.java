/** {@code had}, the daemon that runs on every node. */
@NullMarked
package ha.daemon;

import org.jspecify.annotations.NullMarked;
