/**
 * The replicated record: its entries, and the state that follows from applying them in order.
 *
 * <p>Every node folds the same entries into the same {@link ha.model.ledger.ClusterRecord}.
 */
@NullMarked
package ha.model.ledger;

import org.jspecify.annotations.NullMarked;
