/**
 * The built-in fence device {@code ipmi}: an IPMI 2.0 (RMCP+) client with verified power-off.
 *
 * <p>Facts follow the IPMI 2.0 specification, revision 1.1; the resend rules were measured.
 */
@NullMarked
package ha.fencing.ipmi;

import org.jspecify.annotations.NullMarked;
