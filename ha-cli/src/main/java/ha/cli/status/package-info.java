/**
 * The picture of the cluster that {@code hactl status} shows: one section a class, problems first.
 *
 * <p>Everything here turns records into lines; nothing asks the daemon.
 */
@NullMarked
package ha.cli.status;

import org.jspecify.annotations.NullMarked;
