@NullMarked
package ha.fencing.disk;

import org.jspecify.annotations.NullMarked;
