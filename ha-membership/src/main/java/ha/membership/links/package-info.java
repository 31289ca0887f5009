/**
 * What one daemon says to another: datagrams over every link, authenticated and encrypted.
 *
 * <p>{@link ha.membership.links.Links} is the door. Below it lie two floors. The lower one ({@code
 * Wire}) carries single datagrams: it seals and opens them, proves by a challenge that a session is
 * alive, drops copies and replays, measures the links. Beats use it directly. The upper one ({@code
 * Stack}) is JGroups on top of the wire; it makes messages reliable and proposes views, which leave
 * this package as hints only.
 */
@NullMarked
package ha.membership.links;

import org.jspecify.annotations.NullMarked;
