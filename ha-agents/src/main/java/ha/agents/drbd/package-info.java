/**
 * DRBD 8.4 and 9: a replicated block device as a promotable resource, with one promoted side or
 * both.
 *
 * <p>What the kernel holds is read from {@code drbdsetup events2 --now}, whose words are the same
 * in both versions (drbdsetup(8)). What may be done about it is decided by pure functions: {@link
 * ha.agents.drbd.PromotionRule} and {@link ha.agents.drbd.Suitability}.
 */
@NullMarked
package ha.agents.drbd;

import org.jspecify.annotations.NullMarked;
