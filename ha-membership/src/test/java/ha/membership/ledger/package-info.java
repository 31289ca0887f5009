/** What the ledger's files survive. */
@NullMarked
package ha.membership.ledger;

import org.jspecify.annotations.NullMarked;
