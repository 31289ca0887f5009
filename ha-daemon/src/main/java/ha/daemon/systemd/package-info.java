/** What systemd wants to hear from a service of {@code Type=notify}. */
@NullMarked
package ha.daemon.systemd;

import org.jspecify.annotations.NullMarked;
