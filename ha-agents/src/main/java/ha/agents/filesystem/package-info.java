/** The agent {@code filesystem}: mounts, watches and unmounts, and ends what keeps a mount busy. */
@NullMarked
package ha.agents.filesystem;

import org.jspecify.annotations.NullMarked;
