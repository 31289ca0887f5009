/**
 * Bytes of IPMI 2.0 that client and simulated BMC share: frames, messages, key exchange, ciphers.
 *
 * <p>Parsers answer {@code Optional.empty()} for anything malformed; they never throw.
 */
@NullMarked
package ha.fencing.ipmi.wire;

import org.jspecify.annotations.NullMarked;
