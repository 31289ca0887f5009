/**
 * The replicated ledger as it lies on disk: a log of entries, snapshots, and the few facts that a
 * node must not forget (its promise, its life's number, its right to lead alone).
 *
 * <p>{@link ha.membership.ledger.LedgerStore} carries out {@link ha.membership.ledger.DiskWrite}s
 * on a {@link ha.membership.ledger.Disk}; what it holds is readable whatever moment the power goes.
 */
@NullMarked
package ha.membership.ledger;

import org.jspecify.annotations.NullMarked;
