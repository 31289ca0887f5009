/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.core;

import org.jspecify.annotations.NullMarked;
