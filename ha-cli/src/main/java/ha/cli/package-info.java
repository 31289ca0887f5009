/**
 * {@code hactl}, the operator's command line.
 *
 * <p>{@link ha.cli.Hactl} reads the arguments and runs one command. Commands ask the daemon through
 * {@link ha.cli.Session}, print through {@link ha.cli.Context}, and leave every failure to one
 * handler by {@link ha.cli.CommandFailure}. Other modules add commands by {@link
 * ha.cli.HactlCommand}.
 *
 * <p>A command says what it takes by picocli's annotations, or by a {@code CommandSpec} that it
 * makes. The second is for those that are asked for most: for annotations the JVM makes classes at
 * each start.
 */
@NullMarked
package ha.cli;

import org.jspecify.annotations.NullMarked;
