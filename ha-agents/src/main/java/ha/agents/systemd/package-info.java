/** The bridge to units of systemd, {@code systemd:UNIT}. */
@NullMarked
package ha.agents.systemd;

import org.jspecify.annotations.NullMarked;
