/**
 * Files of definitions at the command line: read, checked without a daemon, and found fault with.
 */
@NullMarked
package ha.cli.definitions;

import org.jspecify.annotations.NullMarked;
