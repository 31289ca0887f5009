/** {@code hactl} as a user runs it: against a small daemon that answers over a real socket. */
@NullMarked
package ha.cli;

import org.jspecify.annotations.NullMarked;
