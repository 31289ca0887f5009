/** {@code hactl import}: definitions out of the configuration of another cluster manager. */
@NullMarked
package ha.cli.importing;

import org.jspecify.annotations.NullMarked;
