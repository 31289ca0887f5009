@NullMarked
package ha.fencing.ipmi;

import org.jspecify.annotations.NullMarked;
