/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.config;

import org.jspecify.annotations.NullMarked;
