/** Nodes that are reached through a connection: remote nodes, and guests in containers. */
@NullMarked
package ha.policy.remote;

import org.jspecify.annotations.NullMarked;
