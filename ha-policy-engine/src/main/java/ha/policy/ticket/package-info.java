/** Resources that run only while this site holds a ticket. */
@NullMarked
package ha.policy.ticket;

import org.jspecify.annotations.NullMarked;
