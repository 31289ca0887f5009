@NullMarked
package ha.daemon.selffence;

import org.jspecify.annotations.NullMarked;
