/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.runtime;

import org.jspecify.annotations.NullMarked;
