/** The bridge to init scripts of the Linux Standard Base, {@code lsb:SCRIPT}. */
@NullMarked
package ha.agents.lsb;

import org.jspecify.annotations.NullMarked;
