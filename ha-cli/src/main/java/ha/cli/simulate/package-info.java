/**
 * {@code hactl simulate}: what the policy engine would do in a situation that a file describes, as
 * text, JSON or a drawing.
 */
@NullMarked
package ha.cli.simulate;

import org.jspecify.annotations.NullMarked;
