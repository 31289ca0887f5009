/**
 * Who leads, with whom, and what all have agreed: a deterministic state machine per node.
 *
 * <p>Start at {@link ha.membership.agreement.Agreement}. {@code Peers} knows who hears whom, {@code
 * Candidacy} decides when to propose a term, {@code Reign} is one proposal and, if it succeeds, the
 * leading of its term, {@code Seat} is a node's place in a term, {@code Journal} the log in memory,
 * {@code TwoNodes} the rules for two voters, {@code Departure} the clean leave. No threads, clocks,
 * files or random numbers.
 */
@NullMarked
package ha.membership.agreement;

import org.jspecify.annotations.NullMarked;
