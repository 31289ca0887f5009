/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.desk;

import org.jspecify.annotations.NullMarked;
