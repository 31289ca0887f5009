/** Tests of the package of the same name. */
@NullMarked
package ha.daemon.controller;

import org.jspecify.annotations.NullMarked;
