@NullMarked
package ha.daemon.blackbox;

import org.jspecify.annotations.NullMarked;
