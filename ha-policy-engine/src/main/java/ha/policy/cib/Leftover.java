package ha.policy.cib;

import ha.model.definition.SourcePosition;

/**
 * Something in a CIB that the reader passes over.
 *
 * @param text what it is
 */
public record Leftover(SourcePosition position, String text) {}
