/**
 * {@code hactl demo}: a real cluster of several daemons on loopback, and a failover to watch.
 *
 * <p>Everything is the real thing but the machines: a node is a group of processes, its power
 * switch a simulated BMC that speaks IPMI 2.0 and kills them.
 */
@NullMarked
package ha.demo;

import org.jspecify.annotations.NullMarked;
