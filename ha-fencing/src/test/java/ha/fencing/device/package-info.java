@NullMarked
package ha.fencing.device;

import org.jspecify.annotations.NullMarked;
