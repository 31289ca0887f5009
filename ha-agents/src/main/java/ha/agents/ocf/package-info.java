/**
 * The bridge to scripts of the Open Cluster Framework's resource agent API 1.1: any of them runs
 * unchanged.
 */
@NullMarked
package ha.agents.ocf;

import org.jspecify.annotations.NullMarked;
