/**
 * Answers what operators ask through the API, from the state that one step of the controller left.
 *
 * <p>Questions are answered at once; orders become ledger entries, which the controller records.
 * Nothing here waits, reads files or knows HTTP.
 */
@NullMarked
package ha.daemon.desk;

import org.jspecify.annotations.NullMarked;
