@NullMarked
package ha.fencing.agent;

import org.jspecify.annotations.NullMarked;
