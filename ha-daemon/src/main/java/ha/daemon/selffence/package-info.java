/**
 * This node's own watchdog: fed while the node may act or holds nothing, and by nobody else than
 * the controller's loop. When it is not fed, the machine is reset, and the others count on that.
 */
@NullMarked
package ha.daemon.selffence;

import org.jspecify.annotations.NullMarked;
