/**
 * The commands of {@code hactl}, one class each; {@link ha.cli.command.BuiltIn} lists them.
 *
 * <p>Commands that change something go through {@link ha.cli.command.OrderRunner}: show the
 * consequences, ask, order, follow until the cluster has settled, look whether it is as it should
 * be.
 */
@NullMarked
package ha.cli.command;

import org.jspecify.annotations.NullMarked;
