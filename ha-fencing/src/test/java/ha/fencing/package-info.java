@NullMarked
package ha.fencing;

import org.jspecify.annotations.NullMarked;
