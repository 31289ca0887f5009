/**
 * What this node remembers of its own last moments: a small file, written in place and forced to
 * the disk, from which the next daemon tells why the one before ended.
 */
@NullMarked
package ha.daemon.blackbox;

import org.jspecify.annotations.NullMarked;
