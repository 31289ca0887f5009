/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.systemd;

import org.jspecify.annotations.NullMarked;
