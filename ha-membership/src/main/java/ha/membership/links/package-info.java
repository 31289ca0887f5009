/**
 * What one daemon says to another: datagrams over every link, authenticated and encrypted.
 *
 * <p>{@link ha.membership.links.Links} is the door. Below it lie two floors. The lower one ({@code
 * Wire}) carries single datagrams: it seals and opens them, proves by a challenge that a session is
 * alive, drops copies and replays, measures the links. Beats use it directly. The upper one ({@code
 * Stack}) is JGroups on top of the wire; it makes messages reliable and proposes views, which leave
 * this package as hints only.
 *
 * <p>Every process draws a salt at its start and derives from it and the cluster's key the key of
 * its session; a counter numbers the datagrams, which are sealed with AES-256-GCM ({@code Datagram}
 * has the layout). A datagram counts only if its session is proven: if it once brought back the
 * random challenge that we drew for that peer, which nothing captured from a dead process can. Of a
 * proven session each counter counts once, which drops the other links' copies together with
 * replays.
 *
 * <p>Three datagrams make two processes known to each other: a hello with A's challenge, a hello
 * with its echo and B's challenge, and one with the echo of that. Until then, and after a restart,
 * a change of the key or a pause, hellos go out five times a second.
 */
@NullMarked
package ha.membership.links;

import org.jspecify.annotations.NullMarked;
