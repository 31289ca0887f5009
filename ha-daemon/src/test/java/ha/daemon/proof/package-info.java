@NullMarked
package ha.daemon.proof;

import org.jspecify.annotations.NullMarked;
