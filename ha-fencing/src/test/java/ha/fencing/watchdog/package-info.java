@NullMarked
package ha.fencing.watchdog;

import org.jspecify.annotations.NullMarked;
