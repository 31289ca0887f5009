/** Tests of text on a terminal. */
@NullMarked
package ha.cli.text;

import org.jspecify.annotations.NullMarked;
