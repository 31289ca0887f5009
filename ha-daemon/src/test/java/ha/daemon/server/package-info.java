/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.server;

import org.jspecify.annotations.NullMarked;
