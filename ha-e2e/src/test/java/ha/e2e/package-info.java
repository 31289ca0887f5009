/** Clusters of real daemons on this machine, and what must hold when they are hurt. */
@org.jspecify.annotations.NullMarked
package ha.e2e;
