/**
 * {@code hactl}, the operator's command line.
 *
 * <p>{@link ha.cli.Hactl} reads the arguments and runs one command. Commands ask the daemon through
 * {@link ha.cli.Session}, print through {@link ha.cli.Context}, and leave every failure to one
 * handler by {@link ha.cli.CommandFailure}. Other modules add commands by {@link
 * ha.cli.HactlCommand}.
 */
@NullMarked
package ha.cli;

import org.jspecify.annotations.NullMarked;
